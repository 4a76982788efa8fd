import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import createClient from 'openapi-fetch'
import { allEndpoints } from '../../src/api/endpoints.ts'
import { Database } from '../../src/db/database.ts'
import { silentLog } from '../../src/observability/log.ts'
import { until } from '../discord/until.ts'
import { enqueue, guild, lounge } from '../domain/player/sample.ts'
import { temporaryDataDir } from '../support/data-dir.ts'
import type { paths } from './client.d.ts'
import { ApiStage } from './stage.ts'

const nobody = () => Promise.reject(new Error('only listed here'))
const endpoints = allEndpoints({
  command: nobody,
  queue: nobody,
  enqueue: nobody,
  search: nobody,
  wrong: nobody,
})

let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>
let database: Database
let stage: ApiStage

beforeAll(async () => {
  dataDir = await temporaryDataDir()
  database = await Database.open({ url: null, dataDir: dataDir.path, log: silentLog })
  stage = new ApiStage(database)
})
afterAll(async () => {
  await stage[Symbol.asyncDispose]()
  await database[Symbol.asyncDispose]()
  await dataDir[Symbol.asyncDispose]()
})

test('the types of a client are what the document says', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'segue-client-'))
  const [generator, made] = [
    join(import.meta.dir, 'generate-client.ts'),
    join(folder, 'client.d.ts'),
  ]
  const child = Bun.spawn([process.execPath, generator, made], { stderr: 'inherit' })
  expect(await child.exited).toBe(0)
  const written = await Bun.file(join(import.meta.dir, 'client.d.ts')).text()
  // If this fails: bun test/api/generate-client.ts
  expect(written === (await Bun.file(made).text())).toBe(true)
  await rm(folder, { recursive: true })
})

/** The answer of a call that begins a track, which sounds once it was ordered. */
async function heard<T>(answer: Promise<T>): Promise<T> {
  const isOrdered = () => stage.bot.players.state(guild).current?.started === false
  await until(isOrdered, 'the order of a track')
  stage.bot.sounds()
  return await answer
}

/** Every call compiles only while the document says that it exists, and that its answer has these fields. */
test('a client that was made from the document can do everything', async () => {
  const { text } = await stage.newKey(guild)
  const headers = { 'x-api-key': text }
  const client = createClient<paths>({ baseUrl: stage.url, headers })
  const called = new Set<string>()
  client.use({
    onRequest: ({ request, schemaPath }) => void called.add(`${request.method} ${schemaPath}`),
  })
  const params = { path: { guild } }
  await stage.bot.command(enqueue('a b c d'))

  const paused = await client.POST('/guilds/{guild}/queue/pause', { params })
  expect(paused.data?.data.paused).toBe(true)
  const resumed = await client.POST('/guilds/{guild}/queue/resume', { params })
  expect(resumed.data?.data.track?.title).toBe('a')
  const seek = { params, body: { positionMs: 1_000 } }
  const sought = await client.POST('/guilds/{guild}/queue/seek', seek)
  expect(sought.data?.data.current?.positionMs).toBe(1_000)
  const quiet = await client.PUT('/guilds/{guild}/queue/volume', { params, body: { volume: 20 } })
  expect(quiet.data?.data.volume).toBe(20)
  const filters = { timescale: { pitch: 2 } }
  const high = await client.PUT('/guilds/{guild}/queue/filters', { params, body: { filters } })
  expect(high.data?.data.filters.timescale?.pitch).toBe(2)
  const on = await client.GET('/guilds/{guild}/queue/filters', { params })
  expect(on.data?.data.filters).toEqual({ timescale: { speed: 1, pitch: 2, rate: 1 } })
  const none = await client.DELETE('/guilds/{guild}/queue/filters', { params })
  expect(none.data?.data.filters).toEqual({})
  const loop = await client.PUT('/guilds/{guild}/queue/loop', { params, body: { loop: 'off' } })
  expect(loop.data?.data.loop).toBe('off')

  const page = { ...params, query: { offset: 1, limit: 2 } }
  const shown = await client.GET('/guilds/{guild}/queue', { params: page })
  expect(shown.data?.data.tracks.map(({ title }) => title)).toEqual(['c', 'd'])
  const found = await client.GET('/guilds/{guild}/search', {
    params: { ...params, query: { query: 'e' } },
  })
  const query = found.data?.data.tracks[0]?.title ?? ''
  const queued = await client.POST('/guilds/{guild}/queue/tracks', { params, body: { query } })
  expect(queued.data?.data.queued).toMatchObject({ position: 4, outcome: 'queued' })
  const move = { params, body: { from: 4, to: 1 } }
  const moved = await client.POST('/guilds/{guild}/queue/tracks/move', move)
  expect(moved.data?.data.track?.title).toBe('e')
  const removed = await client.DELETE('/guilds/{guild}/queue/tracks/{position}', {
    params: { path: { guild, position: 1 } },
  })
  expect(removed.data?.data.queueLength).toBe(3)

  const swap = { params, body: { first: 1, second: 3 } }
  const swapped = await client.POST('/guilds/{guild}/queue/tracks/swap', swap)
  expect(swapped.data?.data.track?.title).toBe('b')
  const jump = { params, body: { to: 2 } }
  const jumped = await heard(client.POST('/guilds/{guild}/queue/jump', jump))
  expect(jumped.data?.data.current?.track.title).toBe('c')
  const back = await heard(client.POST('/guilds/{guild}/queue/previous', { params }))
  expect(back.data?.data.current?.track.title).toBe('a')
  const replayed = await client.POST('/guilds/{guild}/queue/replay', { params })
  expect(replayed.data?.data.current?.positionMs).toBe(0)

  const shuffled = await client.POST('/guilds/{guild}/queue/shuffle', { params })
  expect(shuffled.data?.data.queueLength).toBe(3)
  const skip = { params, body: { count: 2 } }
  const skipped = await client.POST('/guilds/{guild}/queue/skip', skip)
  expect(skipped.data?.data.queueLength).toBe(1)
  const cleared = await client.POST('/guilds/{guild}/queue/clear', { params })
  expect(cleared.data?.data.queueLength).toBe(0)
  const undone = await client.POST('/guilds/{guild}/queue/undo', { params })
  expect(undone.data?.data.queueLength).toBe(1)
  const stopped = await client.POST('/guilds/{guild}/queue/stop', { params })
  expect(stopped.data?.data.current).toBeNull()
  const again = await client.POST('/guilds/{guild}/queue/stop', { params })
  expect(again.error?.error.code).toBe('nothing-playing')

  const joined = await client.POST('/guilds/{guild}/queue/join', {
    params,
    body: { channelId: lounge.channelId },
  })
  expect(joined.data?.data.channelId).toBe(lounge.channelId)
  const auto = { params, body: { mode: 'mixed' as const } }
  const mixed = await client.PUT('/guilds/{guild}/queue/autoplay', auto)
  expect(mixed.data?.data.autoplay).toBe('mixed')
  const lead = { params, body: { userId: '30' } }
  expect((await client.PUT('/guilds/{guild}/queue/dj', lead)).response.status).toBe(200)
  const remove = { params, body: { duplicates: true as const } }
  const nothing = await client.POST('/guilds/{guild}/queue/tracks/remove', remove)
  expect(nothing.error?.error.code).toBe('queue-empty')
  const wrong = await client.POST('/guilds/{guild}/queue/tracks/wrong', {
    params,
    body: { position: 1 },
  })
  expect(wrong.error?.error.code).toBe('queue-empty')
  const left = await client.POST('/guilds/{guild}/queue/leave', { params })
  expect(left.data?.data.channelId).toBeNull()

  const all = endpoints.map(({ method, path }) => `${method} /guilds/:guild${path}`)
  expect([...called].sort()).toEqual(all.map((one) => one.replaceAll(/:(\w+)/g, '{$1}')).sort())
})
