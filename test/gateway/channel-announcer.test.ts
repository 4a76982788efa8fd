import { expect, test } from 'bun:test'
import { Events, RESTEvents } from 'discord.js'
import { channelId } from '../../src/base/ids.ts'
import { ChannelAnnouncer } from '../../src/gateway/channel-announcer.ts'
import { InvalidRequests } from '../../src/gateway/invalid-requests.ts'
import { RefusingChannels } from '../../src/gateway/refusing-channels.ts'
import { silentLog } from '../../src/observability/log.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { until } from '../discord/until.ts'
import { LocalBot } from './local-bot.ts'

const FINISHED = { kind: 'finished' } as const

/** A bot that announces, and the statuses of its attempts. */
async function announcing({ invalid }: { invalid?: { mayAnnounce: boolean } } = {}) {
  const bot = await LocalBot.start()
  const text = bot.guild.createTextChannel('music')
  const clock = new ManualClock(0)
  const statuses: number[] = []
  bot.client.rest.on(RESTEvents.Response, ({ path }, { status }) => {
    if (path.endsWith('/messages')) statuses.push(status)
  })
  const counted = invalid ?? new InvalidRequests(bot.client.rest, clock, silentLog)
  const announcer = new ChannelAnnouncer(
    bot.client,
    counted,
    new RefusingChannels(bot.client, clock),
    silentLog,
  )
  const announce = () => announcer.announce(channelId(text.id), FINISHED, 'auto')
  const read = () => bot.discord.messages(text).length
  const answered = (count: number) => until(() => statuses.length === count, 'that many answers')
  const changed = (event: string) => new Promise((resolve) => bot.client.once(event, resolve))
  const dispose = () => bot[Symbol.asyncDispose]()
  return {
    ...{ bot, text, clock, statuses, announce, read, answered, changed, invalid: counted },
    [Symbol.asyncDispose]: dispose,
  }
}

test.each([
  ['send messages', { sendMessages: false }],
  ['view', { view: false }],
])(
  'a channel in which the bot may not %s is asked once, and again after a change',
  async (_what, denied) => {
    await using stage = await announcing()
    const { bot, text, announce, answered, changed, statuses } = stage
    const denial = changed(Events.ChannelUpdate)
    bot.guild.setBotPermissions(text, denied)
    await denial
    void announce()
    await answered(1)
    for (let more = 0; more < 20; more++) void announce()
    const change = changed(Events.ChannelUpdate)
    bot.guild.setBotPermissions(text, { sendMessages: true, view: true })
    await change
    void announce()
    await answered(2)
    expect(statuses).toEqual([403, 200])
    expect(stage.read()).toBe(1)
  },
)

test('a channel that refused is tried again after six hours, as a time-out ends without an event', async () => {
  await using stage = await announcing()
  const { bot, announce, answered, clock, statuses } = stage
  bot.discord.faults.rest.failNext('POST /channels/:channel/messages', 403, { code: 50013 })
  void announce()
  await answered(1)
  clock.advance(6 * 60 * 60_000 - 1)
  void announce()
  clock.advance(1)
  void announce()
  await answered(2)
  expect(statuses).toEqual([403, 200])
  expect(stage.read()).toBe(1)
})

test('an announcement is known by its message, so that it can be changed', async () => {
  await using stage = await announcing()
  const { bot, text, announce } = stage
  const id = await announce()
  expect(bot.discord.messages(text).map((message) => message.id)).toEqual([String(id)])
  bot.discord.faults.rest.failNext('POST /channels/:channel/messages', 403, { code: 50013 })
  expect(await announce()).toBeNull()
  expect(await announce()).toBeNull()
})

test('an announcement speaks the server’s language', async () => {
  await using stage = await announcing()
  const { bot, text, announce, changed } = stage
  const change = changed(Events.GuildUpdate)
  bot.guild.setLocale('de')
  await change
  await announce()
  expect(bot.discord.messages(text).map((message) => message.text)).toEqual([
    'Das war der letzte Titel in der Warteschlange.',
  ])
})

test('what may pass is no reason to be silent', async () => {
  await using stage = await announcing()
  const { bot, announce, answered, statuses } = stage
  bot.discord.faults.rest.failNext('POST /channels/:channel/messages', 400, { code: 50035 })
  void announce()
  await answered(1)
  void announce()
  await answered(2)
  expect(statuses).toEqual([400, 200])
})

test('refused requests are counted for the ten minutes that run', async () => {
  await using stage = await announcing()
  const { bot, clock } = stage
  const invalid = stage.invalid as InvalidRequests
  const before = invalid.count
  bot.discord.faults.rest.failNext('GET /users/:user', 403, { code: 50001 })
  await bot.client.rest.get(`/users/${bot.discord.botUserId}`).catch(() => {})
  expect(invalid.count).toBeGreaterThan(before)
  clock.advance(10 * 60_000)
  expect(invalid.count).toBe(0)
})

test('from a thousand refused requests on nothing is announced, from five thousand on no command answered', async () => {
  await using stage = await announcing()
  const { bot, clock } = stage
  const lines: string[] = []
  const log = { ...silentLog, warn: () => lines.push('warn'), error: () => lines.push('error') }
  const invalid = new InvalidRequests(bot.client.rest, clock, log)
  const counted = (count: number) => {
    const told = { count, remainingTime: 60_000 }
    bot.client.rest.emit(RESTEvents.InvalidRequestWarning, told)
    return [invalid.mayAnnounce, invalid.mayAnswer]
  }
  expect(counted(999)).toEqual([true, true])
  expect(counted(1_000)).toEqual([false, true])
  expect(counted(4_999)).toEqual([false, true])
  expect(counted(5_000)).toEqual([false, false])
  expect(lines).toEqual(['warn', 'error'])
  clock.advance(60_000)
  expect([invalid.mayAnnounce, invalid.mayAnswer]).toEqual([true, true])
})

test('while Discord refuses many requests nothing is announced', async () => {
  const invalid = { mayAnnounce: false }
  await using stage = await announcing({ invalid })
  const { announce, answered } = stage
  void announce()
  invalid.mayAnnounce = true
  void announce()
  await answered(1)
  expect(stage.read()).toBe(1)
})
