import { expect, setDefaultTimeout, test } from 'bun:test'
import { Worker } from 'node:worker_threads'
import { SegueError } from '../../src/base/error.ts'
import { channelId, type GuildId, guildId, newRequestId, userId } from '../../src/base/ids.ts'
import type { PlaybackEvent, PlayOrder } from '../../src/domain/playback.ts'
import { unfiltered } from '../../src/domain/sound.ts'
import type { OwnVoiceState, VoiceSignalling, VoiceStateRequest } from '../../src/domain/voice.ts'
import { spawnEngineThread } from '../../src/engine/engine-thread.ts'
import { EnginePool, type EnginePoolOptions } from '../../src/engine/pool.ts'
import { silentLog } from '../../src/observability/log.ts'
import { ManualClock } from '../discord/manual-clock.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

const guild = (n: number) => guildId(String(1000 + n))
const ROOM = channelId('77')

/** The main gateway's end: takes op 4 and answers nothing by itself, as with a full channel. */
class SilentGateway implements VoiceSignalling {
  readonly selfId = userId('9')
  readonly requests: VoiceStateRequest[] = []
  connected = true
  #asked = Promise.withResolvers<void>()
  readonly #listeners = new Set<(state: OwnVoiceState) => void>()

  send(request: VoiceStateRequest): boolean {
    if (!this.connected) return false
    this.requests.push(request)
    this.#asked.resolve()
    return true
  }

  /** Resolves with the next op 4. */
  async next(): Promise<VoiceStateRequest | undefined> {
    this.#asked = Promise.withResolvers<void>()
    await this.#asked.promise
    return this.requests.at(-1)
  }

  shardOf(): number {
    return 0
  }

  onState(listener: (state: OwnVoiceState) => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) }
  }

  /** Says that the bot is in no channel of this server. */
  confirmLeave(guild: GuildId): void {
    for (const listener of this.#listeners) {
      listener({
        guild_id: guild,
        channel_id: null,
        user_id: this.selfId,
        session_id: 'none',
        self_mute: false,
        self_deaf: true,
        mute: false,
        suppress: false,
        bitrate: null,
      })
    }
  }

  onServer(): Disposable {
    return { [Symbol.dispose]() {} }
  }
}

interface Started extends AsyncDisposable {
  readonly pool: EnginePool
  readonly gateway: SilentGateway
  readonly events: PlaybackEvent[]
  readonly workers: Worker[]
}

async function startPool(more: Partial<EnginePoolOptions> = {}): Promise<Started> {
  const gateway = new SilentGateway()
  const workers: Worker[] = []
  const events: PlaybackEvent[] = []
  const pool = await EnginePool.start({
    signalling: gateway,
    threads: 1,
    native: true,
    encoderComplexity: 5,
    addresses: { allowed: [], refused: [], ports: [] },
    ffmpegPath: 'ffmpeg',
    renew: () => Promise.reject(new SegueError('gone')),
    log: silentLog,
    spawn: () => {
      const worker = spawnEngineThread()
      workers.push(worker)
      return worker
    },
    ...more,
  })
  pool.onEvent((event) => events.push(event))
  return {
    pool,
    gateway,
    events,
    workers,
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

const order: PlayOrder = {
  playId: 1,
  media: { kind: 'file', path: '/nonexistent' },
  startMs: 0,
  sound: unfiltered(100),
  paused: false,
  requestId: newRequestId(),
}

/** Lets what is due run, and answers of threads arrive. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

const failureOf = (call: Promise<unknown>) => call.then(() => null).catch((error) => error)

test('a server that is not connected: leaving is done, playing is refused', async () => {
  await using started = await startPool()
  const { pool } = started
  await pool.disconnect(guild(1))
  await pool.stop(guild(1))
  await pool.setSound(guild(1), unfiltered(50))
  await pool.setPaused(guild(1), true)
  expect(await pool.stats(guild(1))).toEqual({ framesSent: 0, framesMissing: 0, framesLate: 0 })
  for (const call of [pool.play(guild(1), order), pool.seek(guild(1), 0)]) {
    expect(await failureOf(call)).toMatchObject({ code: 'voice-lost' })
  }
})

test('what Discord says of the bot’s voice is told soon, also when a thread hangs', async () => {
  const clock = new ManualClock(0)
  await using started = await startPool({ clock })
  const { pool, gateway, workers } = started
  await pool.caughtUp(guild(1))
  void failureOf(pool.connect(guild(1), ROOM, 64_000))
  await gateway.next()
  gateway.confirmLeave(guild(1))
  await pool.caughtUp(guild(1))
  const [worker] = workers
  if (!worker) throw new Error('no thread')
  const post = worker.postMessage.bind(worker)
  worker.postMessage = () => {}
  gateway.confirmLeave(guild(1))
  let isCaughtUp = false
  const caughtUp = pool.caughtUp(guild(1)).then(() => {
    isCaughtUp = true
  })
  clock.advance(999)
  await settled()
  expect(isCaughtUp).toBe(false)
  clock.advance(1)
  await caughtUp
  worker.postMessage = post
})

test('a join asks the main gateway with op 4, and servers spread over the threads', async () => {
  await using started = await startPool({ threads: 2 })
  const { pool, gateway, workers, events } = started
  expect(workers).toHaveLength(2)
  const first = gateway.next()
  const joining = [1, 2].map((n) => failureOf(pool.connect(guild(n), ROOM, 64_000)))
  await first
  while (gateway.requests.length < 2) await gateway.next()
  expect(gateway.requests.map(({ guild_id, channel_id }) => [guild_id, channel_id]).sort()).toEqual(
    [
      [guild(1), ROOM],
      [guild(2), ROOM],
    ],
  )
  await workers[0]?.terminate()
  const lost = await Promise.race(joining)
  expect(lost).toMatchObject({ code: 'engine-lost' })
  expect(events).toEqual([{ kind: 'engine-lost', guildId: guild(1) }])
})

test('a thread that dies fails its calls, tells its servers and is restarted', async () => {
  await using started = await startPool()
  const { pool, gateway, workers, events } = started
  const asked = gateway.next()
  const joining = [1, 2, 3].map((n) => failureOf(pool.connect(guild(n), ROOM, 64_000)))
  await asked
  while (gateway.requests.length < 3) await gateway.next()
  await workers[0]?.terminate()
  for (const failure of await Promise.all(joining)) {
    expect(failure).toMatchObject({ code: 'engine-lost' })
  }
  expect(events.map(({ kind, guildId }) => [kind, guildId])).toEqual([
    ['engine-lost', guild(1)],
    ['engine-lost', guild(2)],
    ['engine-lost', guild(3)],
  ])
  const again = gateway.next()
  const rejoining = failureOf(pool.connect(guild(2), ROOM, 64_000))
  expect(await again).toMatchObject({ guild_id: guild(2), channel_id: ROOM })
  expect(workers).toHaveLength(2)
  await pool[Symbol.asyncDispose]()
  expect(await rejoining).toMatchObject({ name: 'SegueError' })
})

test('a join that another one replaces fails alone: the new one keeps the place', async () => {
  await using started = await startPool()
  const { pool, gateway } = started
  const asked = gateway.next()
  const first = failureOf(pool.connect(guild(1), ROOM, 64_000))
  await asked
  const second = failureOf(pool.connect(guild(1), channelId('78'), 64_000))
  expect(await first).toMatchObject({ code: 'superseded' })
  while (gateway.requests.at(-1)?.channel_id !== channelId('78')) await gateway.next()
  // The server still has its session: an order is taken, and fails for its own reason only.
  await pool.play(guild(1), order)
  await pool[Symbol.asyncDispose]()
  expect(await second).toMatchObject({ name: 'SegueError' })
})

test('a join that a leave cuts short keeps its place until Discord has confirmed the leave', async () => {
  await using started = await startPool()
  const { pool, gateway } = started
  const asked = gateway.next()
  const joining = failureOf(pool.connect(guild(1), ROOM, 64_000))
  await asked
  // The leave can't be sent for now, so that it is under way for as long as it takes to look.
  gateway.connected = false
  const leaving = pool.disconnect(guild(1))
  expect(await joining).toMatchObject({ code: 'superseded' })
  await pool.play(guild(1), order)
  const told = gateway.next()
  gateway.connected = true
  expect(await told).toMatchObject({ channel_id: null })
  gateway.confirmLeave(guild(1))
  await leaving
  expect(await failureOf(pool.play(guild(1), order))).toMatchObject({ code: 'voice-lost' })
})

test('a server that is connected again on the news of a death keeps its new place', async () => {
  await using started = await startPool()
  const { pool, gateway, workers } = started
  const asked = gateway.next()
  const joining = failureOf(pool.connect(guild(1), ROOM, 64_000))
  await asked
  let rejoining: Promise<unknown> | null = null
  using _listening = pool.onEvent(({ kind }) => {
    if (kind === 'engine-lost') rejoining = failureOf(pool.connect(guild(1), ROOM, 64_000))
  })
  await workers[0]?.terminate()
  expect(await joining).toMatchObject({ code: 'engine-lost' })
  while (gateway.requests.length < 2) await gateway.next()
  await pool.play(guild(1), order)
  await pool[Symbol.asyncDispose]()
  expect(await rejoining).toMatchObject({ name: 'SegueError' })
})

test('a thread without a heartbeat counts as dead; a stall of the main thread does not make it so', async () => {
  const clock = new ManualClock()
  const spawned: Worker[] = []
  // Says that it is ready and then hangs, as a thread in an endless loop does.
  const hanging = () =>
    new Worker(
      `const { parentPort } = require('node:worker_threads')
       parentPort.once('message', () => { parentPort.postMessage({ type: 'ready' }); for (;;) {} })`,
      { eval: true },
    )
  await using started = await startPool({
    clock,
    spawn: () => {
      const worker = spawned.length === 0 ? hanging() : spawnEngineThread()
      spawned.push(worker)
      return worker
    },
  })
  const { pool, gateway, events } = started
  const joining = failureOf(pool.connect(guild(1), ROOM, 64_000))
  await Promise.resolve()
  clock.advance(10_000)
  expect(events).toEqual([])
  clock.advance(1_000)
  expect(await joining).toMatchObject({ code: 'engine-lost', detail: 'no heartbeat' })
  expect(events).toEqual([{ kind: 'engine-lost', guildId: guild(1) }])
  const asked = gateway.next()
  const rejoining = failureOf(pool.connect(guild(1), ROOM, 64_000))
  await asked
  await pool[Symbol.asyncDispose]()
  expect(await rejoining).toMatchObject({ name: 'SegueError' })
})

test('more joins than the shard may send wait in line, and their servers are told', async () => {
  await using started = await startPool({ clock: new ManualClock() })
  const { pool, gateway, events } = started
  const joining = Array.from({ length: 40 }, (_, n) =>
    failureOf(pool.connect(guild(n), ROOM, 64_000)),
  )
  const queued = Promise.withResolvers<void>()
  using _listening = pool.onEvent(() => {
    if (events.filter(({ kind }) => kind === 'join-queued').length === 16) queued.resolve()
  })
  await queued.promise
  expect(gateway.requests.length).toBe(24)
  const waits = events.flatMap((event) => (event.kind === 'join-queued' ? [event.waitMs] : []))
  expect(Math.max(...waits)).toBeLessThanOrEqual(16 * 900)
  expect(new Set(events.map(({ guildId }) => guildId)).size).toBe(16)
  await pool[Symbol.asyncDispose]()
  await Promise.all(joining)
})

test('an engine says so if its thread can’t start', async () => {
  const failure = await failureOf(
    startPool({ spawn: () => new Worker('throw new Error("no such thing")', { eval: true }) }),
  )
  expect(failure).toMatchObject({ code: 'engine-lost' })
})

test('an engine that can’t start leaves no thread behind', async () => {
  const exits: Promise<unknown>[] = []
  const spawn = () => {
    const worker =
      exits.length === 0
        ? spawnEngineThread()
        : new Worker('throw new Error("no such thing")', { eval: true })
    exits.push(new Promise<unknown>((ended) => worker.once('exit', ended)))
    return worker
  }
  const failure = await failureOf(startPool({ threads: 2, spawn }))
  expect(failure).toMatchObject({ code: 'engine-lost' })
  await Promise.all(exits)
})
