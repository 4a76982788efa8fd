import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { RedisBus } from '../../src/bus/redis-bus.ts'
import { hearEvents } from '../../src/fleet/event-bus.ts'
import type { HeardEvent } from '../../src/fleet/event-wire.ts'
import { RedisLink } from '../../src/redis/redis-link.ts'
import { until } from '../discord/until.ts'
import { type ApiAnswer, ApiClient } from '../support/api-client.ts'
import { BotProcess } from '../support/bot-process.ts'
import { freePort } from '../support/free-port.ts'
import { newKey } from '../support/key.ts'
import { PostgresServer } from '../support/postgres-server.ts'
import { RedisServer } from '../support/redis-server.ts'
import { House } from './house.ts'

/** Five seconds: three of sound, and what storing that takes. */
const FRAMES_OF_A_PROVEN_TRACK = 250
const FOUND_AGAIN_WITHIN_MS = 30_000

let postgres: PostgresServer
let redis: RedisServer
let folder: string
let together: Record<string, string>
/** The process that plays, on a local Discord. */
let house: House
let api: Role
let apiPort: number
let worker: Role
let client: ApiClient

/** A process of one role that can be killed and started again. */
class Role implements AsyncDisposable {
  readonly #environment: Readonly<Record<string, string>>
  #process: BotProcess | null = null

  constructor(environment: Readonly<Record<string, string>>) {
    this.#environment = environment
  }

  async start(): Promise<void> {
    const child = BotProcess.start({ environment: this.#environment })
    this.#process = child
    const isReady = () => child.lines.some((line) => line.includes('"ready"'))
    await child.whileAlive(until(isReady, 'a role to be ready', FOUND_AGAIN_WITHIN_MS))
  }

  async kill(): Promise<void> {
    if (this.#process === null) return
    process.kill(this.#process.pid, 'SIGKILL')
    await this.#process.exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process?.stop()
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segue-apart-'))
  ;[postgres, redis] = await Promise.all([PostgresServer.start(), RedisServer.start()])
  together = { DATABASE_URL: await postgres.createDatabase(), REDIS_URL: redis.url }
  apiPort = freePort()
  const role = (name: string, port: Record<string, string>) =>
    new Role({ ...together, ROLES: name, DATA_DIR: join(folder, name), ...port })
  house = await House.start({ ...together, ROLES: 'gateway,audio' })
  api = role('api', { API_PORT: String(apiPort) })
  worker = role('worker', { WORKER_PORT: '0' })
  await Promise.all([api.start(), worker.start()])
  client = new ApiClient(apiPort, await newKey(together))
}, 120_000)

afterAll(async () => {
  await Promise.all([house, api, worker].map((part) => part?.[Symbol.asyncDispose]()))
  await Promise.all([postgres, redis].map((part) => part?.[Symbol.asyncDispose]()))
  await rm(folder, { recursive: true, force: true })
}, 120_000)

test('the port of the api tells the metrics of every role of every process', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  const told = await metricsWithFrames()
  const processes = new Set<string>()
  for (const role of ['gateway', 'audio', 'api', 'worker']) {
    const sample = RegExp(`^segue_dependency_up\\{process="(\\S+?)",role="${role}",\\S+ 1$`, 'm')
    expect(told).toMatch(sample)
    processes.add(sample.exec(told)?.[1] ?? '')
  }
  expect(processes.size).toBe(3)
  expect(told.match(/^# TYPE segue_frames_sent_total /gm)).toHaveLength(1)
  expect(told).toContain('segue_processes{told="yes"} 3\nsegue_processes{told="no"} 0\n')
})

test('a pause that is asked of one process is heard where another plays', async () => {
  const room = await house.room()
  await room.plays('Alpha')
  const queue = `/guilds/${room.guild.id}/queue`
  const paused = await client.ask('POST', `${queue}/pause`)
  expect(paused).toMatchObject({
    status: 200,
    body: { data: { paused: true, current: { track: { title: 'Alpha' } } } },
  })
  expect(await room.isSilent()).toBe(true)
  const resumed = await client.ask('POST', `${queue}/resume`)
  expect(resumed).toMatchObject({ status: 200, body: { data: { paused: false } } })
  await room.hears('Alpha')
}, 120_000)

test('what is queued at one process is heard where another plays', async () => {
  const room = await house.room()
  const at = `/guilds/${room.guild.id}`
  const tracks = `${at}/queue/tracks`
  expect(await client.ask('POST', tracks, { query: 'Alpha' })).toMatchObject({
    status: 409,
    body: { error: { code: 'bot-not-in-voice' } },
  })
  const wanted = { query: 'Alpha', channelId: room.lounge.id, requestedBy: room.alice.id }
  expect(await client.ask('POST', tracks, wanted)).toMatchObject({
    status: 200,
    body: { data: { queued: { position: null, outcome: 'playing' } } },
  })
  await room.hears('Alpha')
  for (const query of ['Bravo', 'Charlie']) await client.ask('POST', tracks, { query })
  const moved = await client.ask('POST', `${tracks}/move`, { from: 2, to: 1 })
  expect(moved.body.data).toMatchObject({ track: { title: 'Charlie' }, queueLength: 2 })
  const removed = await client.ask('DELETE', `${tracks}/2`)
  expect(removed.body.data).toMatchObject({ track: { title: 'Bravo' }, queueLength: 1 })
  await client.ask('POST', `${at}/queue/skip`)
  await room.hears('Charlie')
  const found = await client.ask('GET', `${at}/search?query=delta`)
  expect(found.body.data.tracks).toMatchObject([{ title: 'Delta' }])
  const nothing = await client.ask('POST', tracks, { query: 'nowhere' })
  expect(nothing).toMatchObject({ status: 404, body: { error: { code: 'nothing-found' } } })
}, 120_000)

test('what happens to a player is heard in another process, and settings are among it', async () => {
  await using link = await RedisLink.open(redis.url)
  await using bus = await RedisBus.open(link, systemClock)
  const room = await house.room()
  const mia = room.guild.createMember('mia')
  room.guild.giveRole(mia, room.guild.createRole('staff', 1n << 5n))
  const heard: HeardEvent[] = []
  await using _heard = await hearEvents(bus, (event) => {
    if (event.guildId === room.guild.id) heard.push(event)
  })
  await room.plays('Alpha')
  await room.types('/settings', { 'leave-after': 7 }, { by: mia })
  await room.types('/stop')
  await room.types('/leave')
  await until(() => heard.at(-1)?.event.kind === 'voice' && heard.length > 1, 'the last event')
  const kinds = heard.map(({ event }) => event.kind).filter((kind) => kind !== 'waiting')
  const told = ['voice', 'track_load', 'track_start', 'settings', 'track_end', 'voice']
  expect(kinds).toEqual(told as typeof kinds)
  const [first] = heard
  expect(heard.map(({ number }) => number - (first?.number ?? 0))).toEqual(heard.map((_, n) => n))
  expect(JSON.stringify(heard)).not.toContain('locator')
})

test('killed and started again in any order, they find each other', async () => {
  const room = await house.room()
  await room.plays('Bravo')
  const queue = `/guilds/${room.guild.id}/queue`
  // The track must not end before the test does.
  const looped = await client.ask('PUT', `${queue}/loop`, { loop: 'track' })
  expect(looped).toMatchObject({ status: 200, body: { data: { loop: 'track' } } })
  const pausesAndResumes = async (): Promise<void> => {
    await eventually(() => client.ask('POST', `${queue}/pause`), { paused: true })
    expect(await room.isSilent()).toBe(true)
    await eventually(() => client.ask('POST', `${queue}/resume`), { paused: false })
    await room.hears('Bravo')
  }
  // A track that had only just begun at two crashes in a row would be left out.
  const soundsForLong = (): Promise<void> => {
    const enough = room.framesHeard + FRAMES_OF_A_PROVEN_TRACK
    return until(() => room.framesHeard > enough, 'five seconds of music')
  }
  await api.kill()
  await worker.kill()
  await room.hears('Bravo')
  await worker.start()
  await api.start()
  await pausesAndResumes()

  await soundsForLong()
  await house.crash()
  await nobodyIsSeen()
  const away = await client.ask('POST', `${queue}/pause`)
  expect(away).toMatchObject({ status: 503, body: { error: { code: 'player-away' } } })
  await house.startAgain()
  await room.hears('Bravo', FOUND_AGAIN_WITHIN_MS)
  await pausesAndResumes()

  await house.crash()
  await nobodyIsSeen()
  await api.kill()
  await api.start()
  await house.startAgain()
  await room.hears('Bravo', FOUND_AGAIN_WITHIN_MS)
  await pausesAndResumes()
}, 120_000)

test('without Redis the music goes on, and a command that cannot arrive says so', async () => {
  const room = await house.room()
  await room.plays('Charlie')
  const queue = `/guilds/${room.guild.id}/queue`
  await redis.halt()
  expect(await client.ask('POST', `${queue}/pause`)).toMatchObject({
    status: 503,
    body: { error: { code: 'player-away' } },
  })
  await room.hears('Charlie')
  expect([await statusOf('health'), await statusOf('ready')]).toEqual([503, 503])
  await redis.resume()
  await eventually(() => client.ask('POST', `${queue}/pause`), { paused: true })
  // What was found out is kept for a second.
  for (const path of ['health', 'ready']) {
    await until(async () => (await statusOf(path)) === 200, `/${path} to be well`)
  }
  expect(await room.isSilent()).toBe(true)
}, 120_000)

test('a process that hangs is told of as late, not as done', async () => {
  const room = await house.room()
  await room.plays('Delta')
  const queue = `/guilds/${room.guild.id}/queue`
  process.kill(house.bot.pid, 'SIGSTOP')
  try {
    expect(await client.ask('POST', `${queue}/pause`)).toMatchObject({
      status: 503,
      body: { error: { code: 'player-late' } },
    })
  } finally {
    process.kill(house.bot.pid, 'SIGCONT')
  }
  // As the refusal's sentence says, what arrived is done once the process goes on.
  await eventually(() => client.ask('GET', queue), { paused: true })
}, 120_000)

test('with a Redis that hangs a bot starts, plays, and stops in order', async () => {
  redis.freeze()
  try {
    const began = house.logged('Redis isn’t answering').length
    await house.restart()
    expect(house.logged('stopping took too long, so the process exits now')).toEqual([])
    await until(() => house.logged('Redis isn’t answering').length > began, 'the log to tell of it')
    const room = await house.room()
    await room.plays('Alpha')
    expect(await house.bot.stop()).toBe(0)
  } finally {
    redis.unfreeze()
  }
}, 60_000)

/** Of all processes. An engine's thread tells its frames now and then, so they may come a little later. */
async function metricsWithFrames(): Promise<string> {
  const counted = /^segue_frames_sent_total\{process="\S+",role="audio",worker="0"\} [1-9]/m
  let told = ''
  const isTold = async () => {
    told = await (await fetch(`http://127.0.0.1:${apiPort}/metrics/all`)).text()
    return counted.test(told)
  }
  await until(isTold, () => `frames that are counted in:\n${told}`)
  return told
}

/** A process counts as gone that wasn't seen for five seconds; the others say at once that they're there. */
async function nobodyIsSeen(): Promise<void> {
  await using sql = new Bun.SQL(together.DATABASE_URL ?? '')
  await sql`update segue.process set seen_at = seen_at - interval '1 minute'`
}

async function statusOf(path: string): Promise<number> {
  return (await fetch(`http://127.0.0.1:${apiPort}/${path}`)).status
}

/** Asks until the answer tells that state; each refusal on the way has to be an honest 503. */
async function eventually(ask: () => Promise<ApiAnswer>, state: object): Promise<void> {
  let answer = await ask()
  const isDone = async () => {
    if (answer.status === 503) answer = await ask()
    return answer.status !== 503
  }
  await until(isDone, () => JSON.stringify(answer))
  expect(answer).toMatchObject({ status: 200, body: { data: state } })
}
