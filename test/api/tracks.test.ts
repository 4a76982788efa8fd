import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { tracksEndpoints } from '../../src/api/tracks.ts'
import { channelId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { silentLog } from '../../src/observability/log.ts'
import { until } from '../discord/until.ts'
import { enqueue, guild, lounge, request } from '../domain/player/sample.ts'
import { temporaryDataDir } from '../support/data-dir.ts'
import { type Answer, ApiStage } from './stage.ts'

const tracks = `/guilds/${guild}/queue/tracks`

let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>
let database: Database
let stage: ApiStage
let key: string

beforeAll(async () => {
  dataDir = await temporaryDataDir()
  database = await Database.open({ url: null, dataDir: dataDir.path, log: silentLog })
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  await dataDir[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await stage?.[Symbol.asyncDispose]()
  stage = new ApiStage(database)
  key = (await stage.newKey()).text
})

const ask = (method: string, path: string, body?: unknown): Promise<Answer> =>
  stage.ask(method, path, key, body)
const titles = () =>
  stage.bot.players
    .state(guild)
    .upcoming.map(({ title }) => title)
    .join(' ')

describe('queueing', () => {
  test.each([
    ['track-blocked', { blockedWords: ['c'] }],
    ['track-too-long', { maxTrackMin: 1 }],
    ['already-queued', { duplicates: 'block' }],
    ['member-limit', { maxPerMember: 1 }],
    ['queue-full', { maxQueue: 1 }],
  ] as const)(
    'says %s where the server has set so, and tells clients that it may',
    async (code, set) => {
      await stage.bot.command(enqueue('a c'))
      const actor = request({ permissions: ['manage-server'] }).actor
      await stage.bot.players.changeSettings(guild, set, actor)
      const body = { query: 'c', requestedBy: '30' }
      const refused = await ask('POST', tracks, body)
      expect(refused.body.error.code).toBe(code)
      const [queueing] = tracksEndpoints({} as never)
      expect(queueing?.errors).toContain(code)
    },
  )

  test('puts what a query finds at the end, or where it’s told to', async () => {
    await stage.bot.command(enqueue('a b'))
    const last = await ask('POST', tracks, { query: 'c d' })
    expect(last).toMatchObject({ status: 200, body: { data: { queueLength: 3 } } })
    expect(last.body.data.queued).toMatchObject({
      ...{ track: { title: 'c' }, position: 2, count: 2, more: false, outcome: 'queued' },
    })
    await ask('POST', tracks, { query: 'e', position: 2 })
    expect(titles()).toBe('b e c d')
  })

  test('names who asked, or else the bot itself', async () => {
    await stage.bot.command(enqueue('a'))
    const requestedBy = '80351110224678912'
    const named = await ask('POST', tracks, { query: 'b', requestedBy })
    const unnamed = await ask('POST', tracks, { query: 'c' })
    const askers = [named, unnamed].map(({ body }) => body.data.queued.track.requestedBy)
    expect(askers).toEqual([requestedBy, '99'])
  })

  test('for a bot in no channel is refused, and nothing is looked for', async () => {
    const answer = await ask('POST', tracks, { query: 'nothing' })
    expect(answer).toMatchObject({
      status: 409,
      body: { error: { code: 'bot-not-in-voice', message: 'The bot isn’t in a voice channel.' } },
    })
  })

  test('brings the bot into the channel that the request names, and tells when it sounds', async () => {
    const asked = ask('POST', tracks, { query: 'a b', channelId: lounge.channelId })
    await until(() => stage.bot.calls.includes('play 1 0 100'), 'the track to be opened')
    stage.bot.sounds()
    expect((await asked).body.data).toMatchObject({
      channelId: lounge.channelId,
      current: { track: { title: 'a' }, started: true },
      queued: { track: { title: 'a' }, position: null, count: 2, outcome: 'playing' },
    })
  })

  test('doesn’t call the bot away from people who listen elsewhere', async () => {
    await stage.bot.command(enqueue('a'))
    const away = { query: 'b', channelId: channelId('11') }
    expect(await ask('POST', tracks, away)).toMatchObject({
      status: 409,
      body: { error: { code: 'caller-elsewhere' } },
    })
    expect(titles()).toBe('')
  })

  test('is refused with what is wrong, and changes nothing', async () => {
    await stage.bot.command(enqueue('a b'))
    const wrong: readonly [object, number, string][] = [
      [{ query: 'nothing' }, 404, 'nothing-found'],
      [{ query: 'c', position: 3 }, 422, 'bad-index'],
      [{ query: 'c', position: 0 }, 422, 'bad-field'],
      [{ query: '' }, 422, 'bad-field'],
      [{ query: 'c'.repeat(2_001) }, 422, 'bad-field'],
      [{ query: 7 }, 422, 'bad-field'],
      [{}, 422, 'bad-field'],
      [{ query: 'c', channelId: 'lounge' }, 422, 'bad-field'],
      [{ query: 'c', requestedBy: 12 }, 422, 'bad-field'],
      [{ query: 'c', quiet: true }, 422, 'bad-field'],
    ]
    for (const [body, status, code] of wrong) {
      expect(await ask('POST', tracks, body)).toMatchObject({ status, body: { error: { code } } })
    }
    expect(titles()).toBe('b')
  })

  test('needs a key that may control', async () => {
    await stage.bot.command(enqueue('a'))
    const { text } = await stage.newKey(null, ['read'])
    expect(await stage.ask('POST', tracks, text, { query: 'b' })).toMatchObject({ status: 403 })
    expect(titles()).toBe('')
  })
})

describe('a track of the queue', () => {
  test('is removed, and named', async () => {
    await stage.bot.command(enqueue('a b c'))
    const { body } = await ask('DELETE', `${tracks}/2`)
    expect(body.data).toMatchObject({ track: { title: 'c' }, queueLength: 1 })
    expect(titles()).toBe('b')
  })

  test('is moved, and named', async () => {
    await stage.bot.command(enqueue('a b c d'))
    const { body } = await ask('POST', `${tracks}/move`, { from: 3, to: 1 })
    expect(body.data).toMatchObject({ track: { title: 'd' }, queueLength: 3 })
    expect(titles()).toBe('d b c')
  })

  test('that isn’t there is neither', async () => {
    await stage.bot.command(enqueue('a b'))
    const answers = [
      await ask('DELETE', `${tracks}/2`),
      await ask('POST', `${tracks}/move`, { from: 1, to: 2 }),
      await ask('DELETE', `${tracks}/last`),
      await ask('DELETE', `${tracks}/-1`),
    ]
    const codes = answers.map(({ status, body }) => `${status} ${body.error.code}`)
    expect(codes).toEqual(['422 bad-index', '422 bad-index', '422 bad-field', '422 bad-field'])
    expect(titles()).toBe('b')
  })
})

describe('a search', () => {
  test('tells what would be queued, and how to queue just that', async () => {
    const { text } = await stage.newKey(guild, ['read'])
    const { status, body } = await stage.ask('GET', `/guilds/${guild}/search?query=a+b`, text)
    expect(status).toBe(200)
    expect(body.data.more).toBe(false)
    const shown = body.data.tracks.map(({ title, query }: Record<string, string>) => [title, query])
    expect(shown).toEqual([
      ['a', 'a.flac'],
      ['b', 'b.flac'],
    ])
    expect(body.data.tracks[0]).not.toHaveProperty('locator')
    expect(stage.bot.players.state(guild).upcoming).toEqual([])
  })

  test('needs a query', async () => {
    for (const query of ['', '?query=', '?query=a&limit=3']) {
      const answer = await ask('GET', `/guilds/${guild}/search${query}`)
      expect(answer).toMatchObject({ status: 422, body: { error: { code: 'bad-field' } } })
    }
    const none = await ask('GET', `/guilds/${guild}/search?query=nothing`)
    expect(none).toMatchObject({ status: 404, body: { error: { code: 'nothing-found' } } })
  })
})

test('commands of a program are counted and logged as those of members', async () => {
  await stage.bot.command(enqueue('a b'))
  const { id, text } = await stage.newKey()
  const { body } = await stage.ask('POST', `/guilds/${guild}/queue/pause`, text)
  await stage.ask('POST', tracks, text, { query: 'nothing' })
  const { requestId } = body
  const asked = { guildId: guild, key: id }
  expect(stage.bot.logged).toContainEqual(
    expect.objectContaining({ ...asked, msg: 'command answered', command: 'pause', requestId }),
  )
  expect(stage.bot.logged).toContainEqual(
    expect.objectContaining({ ...asked, msg: 'command refused', code: 'nothing-found' }),
  )
  const counted = (await stage.bot.metrics.text('gateway')).text
  expect(counted).toContain('segue_commands_total{command="pause",outcome="answered"} 1')
  expect(counted).toContain('segue_commands_total{command="play",outcome="nothing-found"} 1')
})
