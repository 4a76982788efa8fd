import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { Database } from '../../src/db/database.ts'
import { newSecret } from '../../src/keys/secret.ts'
import { silentLog } from '../../src/observability/log.ts'
import { enqueue, guild } from '../domain/player/sample.ts'
import type { Process } from '../player/fleet.ts'
import { temporaryDataDir } from '../support/data-dir.ts'
import { ApiStage, elsewhere, PER_MINUTE } from './stage.ts'

let dataDir: Awaited<ReturnType<typeof temporaryDataDir>>
let database: Database
let stage: ApiStage
let bot: Process

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
  bot = stage.bot
})

const newKey = (...asked: Parameters<ApiStage['newKey']>) => stage.newKey(...asked)
const ask = (...asked: Parameters<ApiStage['ask']>) => stage.ask(...asked)

const queue = `/guilds/${guild}/queue`

describe('a key with the scope “control”', () => {
  test('commands the player, and reads its new state in the envelope', async () => {
    const { text } = await newKey()
    await bot.command(enqueue('a b c'))
    const { status, headers, body } = await ask('POST', `${queue}/pause`, text)
    expect(status).toBe(200)
    expect(body.data).toMatchObject({ paused: true, current: { track: { title: 'a' } } })
    expect(body.data.queueLength).toBe(2)
    expect(Math.abs(Date.parse(body.timestamp) - Date.now())).toBeLessThan(10_000)
    expect(body.requestId).toBe(headers.get('x-request-id'))
    expect(bot.calls.at(-1)).toBe('pause')
  })

  test('reaches every command', async () => {
    const { text } = await newKey()
    await bot.command(enqueue('a b c d'))
    const state = async (method: string, path: string, body?: unknown) =>
      (await ask(method, queue + path, text, body)).body.data
    expect(await state('POST', '/pause')).toMatchObject({ paused: true })
    expect(await state('POST', '/resume')).toMatchObject({ paused: false })
    expect(await state('PUT', '/volume', { volume: 30 })).toMatchObject({ volume: 30 })
    expect(await state('PUT', '/volume', { volume: 200 })).toMatchObject({ volume: 200 })
    const filters = { rotation: { rotationHz: 0.15 }, vibrato: {}, equalizer: [] }
    expect(await state('PUT', '/filters', { filters })).toMatchObject({
      filters: { rotation: { rotationHz: 0.15 }, vibrato: { frequency: 2, depth: 0.5 } },
    })
    expect(await state('PUT', '/filters', { preset: '8d', strength: 50 })).toMatchObject({
      filters: { rotation: { rotationHz: 0.075 }, vibrato: { frequency: 2, depth: 0.5 } },
    })
    expect(await state('GET', '/filters')).toEqual({
      filters: { rotation: { rotationHz: 0.075 }, vibrato: { frequency: 2, depth: 0.5 } },
    })
    expect(await state('DELETE', '/filters')).toMatchObject({ filters: {} })
    expect(await state('PUT', '/loop', { loop: 'queue' })).toMatchObject({ loop: 'queue' })
    const sought = await state('POST', '/seek', { positionMs: 61_000 })
    expect(sought.current.positionMs).toBe(61_000)
    const back = await state('POST', '/seek', { offsetMs: -1_000 })
    expect(back.current.positionMs).toBe(60_000)
    expect(await state('POST', '/shuffle')).toMatchObject({ queueLength: 3 })
    await state('PUT', '/loop', { loop: 'off' })
    const skipped = await state('POST', '/skip', { count: 2 })
    expect(skipped).toMatchObject({ queueLength: 1 })
    expect(skipped.current.track.title).not.toBe('a')
    expect(await state('POST', '/clear')).toMatchObject({ queueLength: 0 })
    expect(await state('POST', '/stop')).toMatchObject({ current: null })
    expect(bot.calls).toContain('volume 30')
    expect(bot.players.state(guild).current).toBeNull()
  })

  test('reads the queue page by page', async () => {
    const { text } = await newKey()
    await bot.command(enqueue('a b c d'))
    const { body } = await ask('GET', `${queue}?offset=1&limit=2`, text)
    expect(body.data.tracks.map(({ title }: { title: string }) => title)).toEqual(['c', 'd'])
    expect(body.data).toMatchObject({ offset: 1, queueLength: 3 })
  })

  test('learns by a code why nothing was done', async () => {
    const { text } = await newKey()
    expect(await ask('POST', `${queue}/pause`, text)).toMatchObject({
      status: 409,
      body: { error: { code: 'nothing-playing', message: 'Nothing is playing.' } },
    })
    expect(await ask('POST', '/guilds/3/queue/pause', text)).toMatchObject({
      status: 404,
      body: { error: { code: 'unknown-server' } },
    })
    expect(await ask('POST', `${queue}/dance`, text)).toMatchObject({
      status: 404,
      body: { error: { code: 'not-found' } },
    })
    expect(await ask('POST', '/guilds/music/queue/pause', text)).toMatchObject({ status: 422 })
  })
})

describe('a request that makes no sense', () => {
  const wrong: readonly [string, string, unknown, number, string][] = [
    ['PUT', '/volume', { volume: 201 }, 422, 'bad-field'],
    ['PUT', '/volume', { volume: '50' }, 422, 'bad-field'],
    ['PUT', '/volume', { volume: 1.5 }, 422, 'bad-field'],
    ['PUT', '/volume', undefined, 422, 'bad-field'],
    ['PUT', '/volume', { loudness: 50 }, 422, 'bad-field'],
    ['PUT', '/volume', '{"volume":', 400, 'bad-json'],
    ['PUT', '/volume', '[50]', 422, 'bad-body'],
    ['PUT', '/volume', 'null', 422, 'bad-body'],
    ['PUT', '/volume', '50', 422, 'bad-body'],
    ['PUT', '/volume', `{"volume":50${' '.repeat(20_000)}}`, 413, 'body-too-large'],
    ['PUT', '/volume', ' '.repeat(500_000), 413, 'body-too-large'],
    ['PUT', '/filters', {}, 422, 'bad-field'],
    ['PUT', '/filters', { filters: { timescale: { speed: 0 } } }, 422, 'bad-field'],
    ['PUT', '/filters', { filters: { timescale: { tempo: 1 } } }, 422, 'bad-field'],
    ['PUT', '/filters', { filters: { nightcore: true } }, 422, 'bad-field'],
    ['PUT', '/filters', { filters: { equalizer: [{ band: 15, gain: 0 }] } }, 422, 'bad-field'],
    ['PUT', '/filters', { preset: 'loud' }, 422, 'bad-field'],
    ['PUT', '/filters', { preset: '8d', strength: 60 }, 422, 'bad-field'],
    ['PUT', '/filters', { preset: '8d', filters: {} }, 422, 'bad-field'],
    ['PUT', '/loop', { loop: 'forever' }, 422, 'bad-field'],
    ['POST', '/skip', { count: 0 }, 422, 'bad-field'],
    ['POST', '/skip', { cuont: 2 }, 422, 'bad-field'],
    ['POST', '/seek', {}, 422, 'bad-field'],
    ['POST', '/seek', { positionMs: 1, offsetMs: 1 }, 422, 'bad-field'],
    ['POST', '/seek', { positionMs: 9_000_000 }, 422, 'bad-position'],
    ['POST', '/pause', { paused: true }, 422, 'bad-field'],
    ['GET', '?limit=101', undefined, 422, 'bad-field'],
    ['GET', '?limit=all', undefined, 422, 'bad-field'],
    ['GET', '?page=2', undefined, 422, 'bad-field'],
  ]
  for (const [method, path, body, status, code] of wrong) {
    const shown = JSON.stringify(body)?.slice(0, 40) ?? 'no body'
    test(`${method} ${path} with ${shown} is a ${status}, and changes nothing`, async () => {
      const { text } = await newKey()
      await bot.command(enqueue('a b'))
      const before = bot.players.state(guild)
      const answer = await ask(method, queue + path, text, body)
      expect(answer).toMatchObject({ status, body: { error: { code } } })
      expect(answer.body.error.message).toMatch(/^[A-Z“].*\.$/)
      expect(bot.players.state(guild)).toBe(before)
    })
  }
})

test('an address that is too long gets the status that the document names', async () => {
  const answer = await fetch(`${stage.url}${queue}?limit=${'1'.repeat(16 * 1024)}`)
  expect([answer.status, await answer.text()]).toEqual([431, ''])
})

describe('a method that an address is not for', () => {
  const wrong: readonly [string, string, string][] = [
    ['GET', '/pause', 'POST'],
    ['POST', '/volume', 'PUT'],
    ['DELETE', '', 'GET, HEAD'],
    ['PUT', '/', 'GET, HEAD'],
    ['DELETE', '/tracks/move', 'POST'],
    ['POST', '/tracks/1', 'DELETE'],
  ]
  for (const [method, path, allowed] of wrong) {
    test(`${method} on the queue’s ${JSON.stringify(path)} is told to be ${allowed}`, async () => {
      const { status, headers, body } = await ask(method, queue + path, (await newKey()).text)
      expect([status, body.error.code]).toEqual([405, 'method-not-allowed'])
      expect(headers.get('allow')).toBe(allowed)
    })
  }
})

describe('who is not let in', () => {
  test('an unknown key, a revoked one, none, and one for another server get one answer', async () => {
    await bot.command(enqueue('a'))
    const revoked = await newKey()
    await stage.revoke(revoked.id)
    const strangers = [
      null,
      'nonsense',
      newSecret().text,
      revoked.text,
      (await newKey(elsewhere)).text,
    ]
    const told = new Set<string>()
    for (const key of strangers) {
      const { status, headers, body } = await ask('POST', `${queue}/pause`, key)
      told.add(JSON.stringify([status, body.error, headers.get('www-authenticate')]))
    }
    expect([...told]).toHaveLength(1)
    expect([...told][0]).toStartWith('[401,')
    expect(bot.players.state(guild).paused).toBe(false)
  })

  test('a key for one server is let in there', async () => {
    await bot.command(enqueue('a'))
    const { text } = await newKey(guild)
    expect(await ask('POST', `${queue}/pause`, text)).toMatchObject({ status: 200 })
  })

  test('a key that may only read changes nothing', async () => {
    await bot.command(enqueue('a'))
    const { text } = await newKey(null, ['read'])
    expect(await ask('GET', queue, text)).toMatchObject({ status: 200 })
    expect(await ask('POST', `${queue}/pause`, text)).toMatchObject({
      status: 403,
      body: { error: { code: 'missing-scope', details: { scope: 'control' } } },
    })
    expect(bot.players.state(guild).paused).toBe(false)
  })

  test('more requests than a key may make wait, and other keys do not', async () => {
    const [eager, calm] = [await newKey(), await newKey()]
    for (let count = 0; count < PER_MINUTE; count++) {
      expect((await ask('GET', queue, eager.text)).status).toBe(200)
    }
    const { status, headers, body } = await ask('GET', queue, eager.text)
    expect([status, body.error.code]).toEqual([429, 'too-many-requests'])
    expect(headers.get('retry-after')).toBe('60')
    expect((await ask('GET', queue, calm.text)).status).toBe(200)
    stage.shared.clock.advance(60_000)
    expect((await ask('GET', queue, eager.text)).status).toBe(200)
  })
})

test('from the order to stop on, commands are refused, and the player is as it was', async () => {
  await bot.command(enqueue('a'))
  const { text } = await newKey()
  stage.stop()
  const { status, headers, body } = await ask('POST', `${queue}/pause`, text)
  expect([status, body.error.code]).toEqual([503, 'shutting-down'])
  expect(headers.get('retry-after')).toBe('2')
  expect(bot.players.state(guild).paused).toBe(false)
})
