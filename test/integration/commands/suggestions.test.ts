import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../../discord/until.ts'
import { PageSite } from '../page-site.ts'
import type { Room } from '../room.ts'

setDefaultTimeout(120_000)

let site: PageSite
let web: Bun.Server<undefined>
const asked: string[] = []
/** What the service's answers wait for. */
let open = Promise.withResolvers<void>()
beforeAll(async () => {
  web = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    async fetch({ url }) {
      const text = new URL(url).searchParams.get('q') ?? ''
      asked.push(text)
      await open.promise
      return Response.json([text, [`${text} live`, `${text} cover`]])
    },
  })
  const program = () => `print(json.dumps({'_type': 'playlist', 'entries': []}))\n`
  site = await PageSite.start('Alpha', program, { SUGGESTIONS_URL: `${web.url}?q={searchTerms}` })
})
afterAll(async () => {
  await site[Symbol.asyncDispose]()
  await web.stop(true)
})

const offered = async (room: Room, text: string, line = '/play') =>
  (await room.alice.completes(line, 'query', text, {}, { in: room.text })).map(({ name }) => name)

test('favourites and what one asked for come first, then the library, then the web', async () => {
  open.resolve()
  const room = await site.house.room()
  await room.types('/favorites add', { query: 'bravo' })
  await room.plays('Charlie')
  await room.plays('Delta', { now: true })
  const first = room.framesHeard
  await until(() => room.framesHeard > first + 75, 'a second and a half, by which all is stored')
  // What one has is remembered for some seconds while one types.
  while (!(await offered(room, 'charlie')).includes('↻ Charlie')) await Bun.sleep(200)
  expect(await offered(room, 'br')).toEqual(['★ Bravo', '🔎 br live', '🔎 br cover'])
  // Without a word all that she has comes first, and each once.
  const all = await offered(room, '', '/playnext')
  expect(all.slice(0, 2)).toEqual(['★ Bravo', '↻ Charlie'])
  expect(all.filter((name) => /Bravo|Charlie/.test(name))).toHaveLength(2)
  expect(all).toContain('Alpha')
  // Hers alone, and recent ones in this server alone.
  const bea = room.guild.createMember('bea')
  const beas = async (text: string) =>
    (await bea.completes('/play', 'query', text, {}, { in: room.text })).map(({ name }) => name)
  expect(await beas('br')).toEqual(['Bravo', '🔎 br live', '🔎 br cover'])
  expect(await beas('charlie')).not.toContain('↻ Charlie')
  const [choice] = await room.alice.completes('/play', 'query', 'br', {}, { in: room.text })
  expect(await room.types('/play', String(choice?.value))).toBe('Queued **Bravo** at position 1')
})

test('a service that does not answer delays nobody: the others are shown', async () => {
  open = Promise.withResolvers()
  const room = await site.house.room()
  expect(await offered(room, 'alpha')).toEqual(['Alpha'])
  expect(asked).toContain('alpha')
  open.resolve()
})

test('links and paths are shown to no service', async () => {
  open.resolve()
  const room = await site.house.room()
  asked.length = 0
  for (const text of ['https://example.com/secret', 'some/folder', 'file:x', ''])
    await offered(room, text)
  expect(asked).toEqual([])
})
