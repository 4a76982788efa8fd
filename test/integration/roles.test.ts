import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LocalDiscord } from '../discord/local-discord.ts'
import { until } from '../discord/until.ts'
import { BotProcess } from '../support/bot-process.ts'
import { temporaryDataDir } from '../support/data-dir.ts'
import { markedWav } from '../support/marked-tones.ts'
import { PostgresServer } from '../support/postgres-server.ts'
import { House } from './house.ts'
import { expectRefusal } from './room.ts'

setDefaultTimeout(120_000)

const ROLES = ['gateway', 'audio', 'api', 'worker'] as const
type Port = (typeof ROLES)[number] | 'engine'

function ask(house: House, port: Port, path: string, init: RequestInit = {}): Promise<Response> {
  const { port: number } = house.logged('listening').findLast(({ role }) => role === port) ?? {}
  return fetch(`http://127.0.0.1:${number}${path}`, init)
}

interface HealthAnswer {
  readonly status: string
  readonly reason: string | null
  readonly limits: { readonly players: number; readonly threads: number }
  readonly checks: Record<string, { readonly reason: string | null }>
}

async function healthOf(house: House, port: Port): Promise<HealthAnswer & { code: number }> {
  const answer = await ask(house, port, '/health')
  const body = (await answer.json()) as HealthAnswer
  return { ...body, code: answer.status }
}

// The counts of the first one are those of its own commands.
describe('a bot with all roles', () => {
  let house: House
  beforeAll(async () => {
    house = await House.start({ ENGINE_THREADS: '1', LOG_LEVEL: 'debug' })
  })
  afterAll(() => house[Symbol.asyncDispose]())

  test('metrics tell frames by thread, commands by outcome, first frames and requests', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    const metrics = async (role: Port) => (await ask(house, role, '/metrics')).text()
    const sent = async () =>
      Number(/segue_frames_sent_total\{worker="0"\} (\d+)/.exec(await metrics('audio'))?.[1])
    await until(async () => (await sent()) > 0, 'frames to be counted')
    const frames = await sent()
    await until(async () => (await sent()) > frames, 'more frames')
    const decoding = async () =>
      Number(/^segue_track_cpu_seconds_total (\S+)$/m.exec(await metrics('audio'))?.[1])
    const seconds = await decoding()
    expect(seconds).toBeGreaterThan(0)
    await until(async () => (await decoding()) > seconds, 'more to be decoded')
    await room.types('/skip')
    await room.types('/skip')
    expect(await metrics('audio')).toContain('segue_engine_players{worker="0"} 1')
    const gateway = await metrics('gateway')
    expect(gateway).toContain('segue_commands_total{command="play",outcome="answered"} 1')
    expect(gateway).toContain('segue_commands_total{command="skip",outcome="nothing-playing"} 1')
    expect(gateway).toContain('segue_first_frame_seconds_count 1')
    expect(gateway).toMatch(/segue_dependency_up\{dependency="discord"\} 1/)
    expect(gateway).not.toContain('segue_frames_sent_total')
    await ask(house, 'api', '/api/v1/guilds/1/queue')
    expect(await metrics('api')).toMatch(
      /segue_http_seconds_count\{method="GET",route="\/api\/v1\/guilds\/:guild\/queue",status="401"\} 1/,
    )
  })

  test('each role tells its own health, that it lives, is ready, and its metrics', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    for (const role of ROLES) {
      const health = await healthOf(house, role)
      expect(health).toMatchObject({ code: 200, role, status: 'ok', reason: null })
      expect(health.limits.players).toBeGreaterThan(0)
      expect(health.limits.threads).toBeGreaterThan(0)
      expect(health.checks.database).toMatchObject({ state: 'ok', reason: null })
      for (const path of ['/live', '/ready', '/metrics', '/health']) {
        const whole = await ask(house, role, path)
        expect(whole.status).toBe(200)
        const head = await ask(house, role, path, { method: 'HEAD' })
        expect([head.status, await head.text()]).toEqual([200, ''])
        if (path !== '/live') continue
        expect(head.headers.get('content-length')).toBe(String((await whole.text()).length))
      }
    }
    const checks = async (role: Port) => Object.keys((await healthOf(house, role)).checks).sort()
    expect(await checks('gateway')).toEqual(['database', 'discord', 'engine', 'memory', 'storage'])
    expect(await checks('worker')).toEqual(['database', 'jobs', 'memory'])
  })

  test('one port tells the metrics of all roles', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    const answer = await ask(house, 'api', '/metrics/all')
    expect(answer.headers.get('content-type')).toStartWith('text/plain; version=0.0.4')
    const told = await answer.text()
    expect(told).toMatch(
      /^segue_frames_sent_total\{process="\S+:\d+",role="audio",worker="0"\} \d/m,
    )
    expect(told).toMatch(/^segue_commands_total\{\S*role="gateway",command="play",\S+\} \d+$/m)
    for (const role of ROLES)
      expect(told).toMatch(RegExp(`^segue_dependency_up\\{\\S*role="${role}",dependency=`, 'm'))
    expect(told.match(/^process_uptime_seconds\{/gm)).toHaveLength(1)
    expect(told).toContain('segue_processes{told="yes"} 1\nsegue_processes{told="no"} 0\n')
  })

  test('the engine tells its version to all, and its players to holders of a key alone', async () => {
    const version = await ask(house, 'engine', '/version')
    expect([version.status, await version.text()]).toEqual([
      200,
      expect.stringMatching(/^\d+\.\d+/),
    ])
    expect((await ask(house, 'engine', '/version', { method: 'HEAD' })).status).toBe(200)
    const players = await ask(house, 'audio', '/players')
    expect(players.status).toBe(401)
    expect(await players.json()).toMatchObject({ error: { code: 'unauthorized' } })
  })

  test('one id leads from a command through the engine to its first frame', async () => {
    const room = await house.room()
    await room.plays('Alpha')
    const lines = (message: string) =>
      house.logged(message).filter(({ guildId }) => guildId === room.guild.id)
    const of = (message: string) => lines(message).map(({ requestId }) => requestId)
    await until(() => of('order taken').length === 1, 'the engine’s line')
    expect(of('command answered')).toEqual(of('first frame'))
    expect(of('order taken')).toEqual(of('first frame'))
    expect(lines('order taken')[0]).toHaveProperty('worker')
  })

  test('a second Segue on the same ports is called one', async () => {
    const { port } = house.logged('listening').findLast(({ role }) => role === 'api') ?? {}
    const second = await House.start({ API_PORT: String(port) }).then(
      () => 'it started',
      (error: unknown) => String(error),
    )
    expect(second).toContain(
      `Port ${port} is in use by another Segue (its role api). Stop that one, or start this one with ports`,
    )
  })
})

test.concurrent('metrics tell voice that came back, and what a cache had and had not', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'segue-stand-in-'))
  // Stands where yt-dlp would: every page's sound lies beside it.
  const ytdlp = join(folder, 'yt-dlp')
  const info = '{"webpage_url":"%s","url":"%s.wav","protocol":"http","title":"Page"}'
  await Bun.write(ytdlp, `#!/bin/sh\nfor last; do :; done\nprintf '${info}' "$last" "$last"\n`)
  await chmod(ytdlp, 0o755)
  const files = { page: '<!doctype html><p>Music</p>', 'page.wav': markedWav(2_100, 3) }
  const environment = { ENGINE_THREADS: '1', YTDLP_PATH: ytdlp }
  await using house = await House.start(environment, { files })
  const room = await house.room()
  const metrics = async () => (await ask(house, 'audio', '/metrics')).text()
  expect(await room.types('/play', `${house.web.url}page`)).toBe('Playing **Page**')
  expect(await metrics()).toContain('segue_cache_requests_total{cache="streams",outcome="hit"} 1')
  expect(await metrics()).not.toContain('outcome="miss"')
  // Search again each time, since a result is used only once.
  await room.types('/loop', { mode: 'track' })
  const missed = 'segue_cache_requests_total{cache="streams",outcome="miss"} 1'
  await until(async () => (await metrics()).includes(missed), 'the next round', 15_000)

  expect(await metrics()).toContain('segue_voice_reconnects_total{worker="0"} 0')
  house.discord.voice.closeWith(room.guild.id, house.discord.botUserId, 4006)
  const back = 'segue_voice_reconnects_total{worker="0"} 1'
  await until(async () => (await metrics()).includes(back), 'voice to be back', 20_000)
  await rm(folder, { recursive: true, force: true })
})

test.concurrent('past MAX_PLAYERS a second server is refused, and the first misses nothing', async () => {
  await using house = await House.start({ MAX_PLAYERS: '1' })
  const first = await house.room()
  const second = await house.room()
  await first.plays('Alpha')
  await expectRefusal(
    await second.alice.types('/play', { query: 'Bravo' }, { in: second.text }),
    'too-many-players',
  )
  const before = first.heard().positionS
  const after = (await first.hears('Alpha')).positionS
  expect(after).toBeGreaterThan(before)
  expect(second.framesHeard).toBe(0)
  await first.types('/leave')
  await second.plays('Bravo')
})

test.concurrent('with no room left in ENGINE_MEMORY_MB a second server is refused, and the first misses nothing', async () => {
  const limits = { ENGINE_MEMORY_MB: '3', MAX_PLAYERS: '9' }
  await using house = await House.start(limits)
  const first = await house.room()
  const second = await house.room()
  await first.plays('Alpha')
  await expectRefusal(
    await second.alice.types('/play', { query: 'Bravo' }, { in: second.text }),
    'memory-full',
  )
  await first.hears('Alpha')
  expect(first.alice.ears.map((ear) => ear.missing(house.discord.botUserId))).toEqual([0])
  expect(second.framesHeard).toBe(0)
  expect(second.guild.botVoiceChannel).toBeNull()
})

test.concurrent('over MEMORY_LIMIT_MB new players are refused and health degrades', async () => {
  await using house = await House.start({ MEMORY_LIMIT_MB: '64' })
  const room = await house.room()
  await expectRefusal(
    await room.alice.types('/play', { query: 'Bravo' }, { in: room.text }),
    'memory-full',
  )
  const health = await healthOf(house, 'audio')
  expect(health).toMatchObject({ code: 200, status: 'degraded' })
  expect(health.checks.memory?.reason).toMatch(/^\d+ MiB are used, of 64$/)
})

test.concurrent('a database that hangs: who needs it is down, music goes on, and all recovers by itself', async () => {
  await using postgres = await PostgresServer.start()
  const url = await postgres.createDatabase()
  const DATABASE_URL = url.replace('bot@', 'bot:hunter2-in-url@')
  await using house = await House.start({ DATABASE_URL, LOG_LEVEL: 'debug' })
  const room = await house.room()
  await room.plays('Alpha')
  postgres.freeze()
  await until(async () => (await healthOf(house, 'api')).code === 503, 'the api to be down', 10_000)
  expect((await ask(house, 'api', '/ready')).status).toBe(503)
  expect((await ask(house, 'api', '/live')).status).toBe(200)
  expect(await healthOf(house, 'gateway')).toMatchObject({
    code: 200,
    status: 'degraded',
    checks: { database: { state: 'down' }, discord: { state: 'ok' } },
  })
  await room.hears('Alpha')
  postgres.unfreeze()
  const isWell = async (role: Port) => {
    const { code, status, reason } = await healthOf(house, role)
    // Jobs that met the outage remember it for a minute, and run all the same.
    return (
      code === 200 && (status === 'ok' || reason === 'jobs: had trouble within the last minute')
    )
  }
  for (const role of ROLES) await until(() => isWell(role), `${role} to be well`, 20_000)
  const told = JSON.stringify(await healthOf(house, 'api'))
  expect(told).not.toContain('127.0.0.1')

  await ask(house, 'api', '/api/v1/guilds/1/queue', {
    headers: { 'x-api-key': `segue_${'k'.repeat(43)}` },
  })
  expect(house.logged('request answered').length).toBeGreaterThan(0)
  const everything = JSON.stringify(house.allLines)
  for (const secret of ['hunter2-in-url', house.discord.token, 'k'.repeat(43)])
    expect(everything).not.toContain(secret)
})

test.concurrent('a port that is taken ends the start with a sentence that names port and variable', async () => {
  using taken = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const started = House.start({ AUDIO_PORT: String(taken.port) })
  const why = await started.then(
    () => 'it started',
    (error: unknown) => String(error),
  )
  expect(why).toContain(`Port ${taken.port} is in use by another program. Set AUDIO_PORT to a free`)
})

test.concurrent('after a stall of the event loop /live says so for a while, and nothing else is lost', async () => {
  const blocking = new URL('../support/preload/block-on-signal.ts', import.meta.url)
  await using house = await House.start({}, { preload: [fileURLToPath(blocking)] })
  const live = async () => (await ask(house, 'worker', '/live')).status
  expect(await live()).toBe(200)
  process.kill(house.bot.pid, 'SIGUSR2')
  await until(async () => (await live()) === 503, 'the stall to be told')
  expect((await ask(house, 'worker', '/ready')).status).toBe(200)
  await until(async () => (await live()) === 200, 'the loop to turn again', 15_000)
})

test.concurrent('while Discord does not answer, the worker works and the rest says that it is starting', async () => {
  await using discord = await LocalDiscord.start()
  discord.faults.rest.delay('GET /gateway/bot', 60_000)
  await using data = await temporaryDataDir()
  const environment = { ...discord.environment(), DATA_DIR: data.path }
  await using bot = BotProcess.start({ environment })
  const portOf = (role: string) => {
    const line = bot.lines.find((text) => text.includes(`"role":"${role}"`))
    return /"port":(\d+)/.exec(line ?? '')?.[1]
  }
  const ready = async (role: string) => {
    const port = portOf(role)
    return port === undefined ? 0 : (await fetch(`http://127.0.0.1:${port}/ready`)).status
  }
  await until(async () => (await ready('worker')) === 200, 'the worker to be ready', 60_000)
  for (const role of ['gateway', 'audio', 'api']) expect(await ready(role)).toBe(503)
})
