import { expect, test } from 'bun:test'
import { type Guild, REST } from 'discord.js'
import { systemClock } from '../../src/base/clock.ts'
import { createClient } from '../../src/gateway/client.ts'
import { RefusingChannels } from '../../src/gateway/refusing-channels.ts'
import type { Message } from '../../src/gateway/request-channel/message.ts'
import { MOST_WAITING, RequestAnswers } from '../../src/gateway/request-channel/request-answers.ts'
import { errorView } from '../../src/gateway/views/error.ts'
import { en } from '../../src/gateway/words/en.ts'
import { silentLog } from '../../src/observability/log.ts'

test('only so many answers wait for one channel, and others don’t suffer from it', async () => {
  const held = Promise.withResolvers<void>()
  const asked: string[] = []
  await using discord = serving(async (path) => {
    asked.push(path)
    await held.promise
    return { id: '5' }
  })
  const rest = new REST({ api: discord.url, globalRequestsPerSecond: 1_000 }).setToken('x')
  const refusing = new RefusingChannels(createClient(discord.url), systemClock)
  const answers = new RequestAnswers(rest, refusing, silentLog)
  const guild = { members: { me: null }, channels: { cache: new Map() } } as unknown as Guild
  const refuse = (channel: string, id: number) =>
    answers.refused(
      { id: String(id), channel_id: channel, attachments: [] } as unknown as Message,
      guild,
      errorView('slow-down'),
      en,
    )
  const all = Array.from({ length: MOST_WAITING + 5 }, (_, n) => refuse('1', n))
  const other = refuse('2', 99)
  held.resolve()
  await Promise.all([...all, other])
  const to = (channel: string) => asked.filter((path) => path.includes(`/channels/${channel}/`))
  expect([to('1').length, to('2').length]).toEqual([MOST_WAITING, 1])
  await refuse('1', 100)
  expect(to('1')).toHaveLength(MOST_WAITING + 1)
})

function serving(answer: (path: string) => Promise<object>) {
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async ({ url }) => Response.json(await answer(new URL(url).pathname)),
  })
  return {
    url: `${server.url.href}api`,
    [Symbol.asyncDispose]: async () => await server.stop(true),
  }
}
