import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { systemClock } from '../../src/base/clock.ts'
import { codeOf } from '../../src/base/error.ts'
import { type GuildId, guildId, type RequestId } from '../../src/base/ids.ts'
import type { Bus, Json } from '../../src/bus/bus.ts'
import { MemoryBus } from '../../src/bus/memory-bus.ts'
import { RedisBus } from '../../src/bus/redis-bus.ts'
import { idleState } from '../../src/domain/player/state.ts'
import { RemotePlayers } from '../../src/fleet/remote.ts'
import { type Asker, playerTopic } from '../../src/fleet/remote-call.ts'
import { ServedPlayers } from '../../src/fleet/served.ts'
import { obeyedView } from '../../src/fleet/view.ts'
import { RedisAway, RedisLink } from '../../src/redis/redis-link.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { until } from '../discord/until.ts'
import { enqueue, guild } from '../domain/player/sample.ts'
import { Process, Shared } from '../player/fleet.ts'
import { settled } from '../player/stage.ts'
import { RedisServer } from '../support/redis-server.ts'

const asker: Asker = { requestId: 'r9' as RequestId, keyId: 'k1', scopes: ['control'] }
const stranger = guildId('77')
/** Longer than a command to Redis may take. The Redis client has that limit, and it uses the real clock. */
const REDIS_STALL_MS = 1_300

let redis: RedisServer
beforeAll(async () => {
  redis = await RedisServer.start()
})
afterAll(() => redis[Symbol.asyncDispose]())

/** Processes that play, and one that has no players; each with a connection of its own to one Redis. */
class Fleet implements AsyncDisposable {
  readonly shared = new Shared()
  readonly #parts = new AsyncDisposableStack()
  readonly #ids = new Map<Process, string>()

  readonly leases = {
    holder: async (server: GuildId) => {
      const holder = this.shared.holders.get(server)
      return holder === undefined ? null : (this.#ids.get(holder) ?? null)
    },
  }

  async bus(): Promise<Bus> {
    const link = this.#parts.use(await RedisLink.open(redis.url))
    return this.#parts.use(await RedisBus.open(link, systemClock))
  }

  async player(processId: string): Promise<Process & { gone: AsyncDisposable }> {
    const process = new Process(this.shared)
    this.#ids.set(process, processId)
    const served = new ServedPlayers({
      servers: { has: (server) => server !== stranger },
      leases: this.leases,
      processId,
      ...process.served,
      clock: systemClock,
    })
    const gone = this.#parts.use(await served.serveOn(await this.bus()))
    return Object.assign(process, { gone })
  }

  async api(): Promise<RemotePlayers> {
    return new RemotePlayers({ bus: await this.bus(), leases: this.leases, here: null })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts.disposeAsync()
  }
}

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'accepted'
  } catch (error) {
    return codeOf(error)
  }
}

describe('a player in another process', () => {
  test('obeys, and its new state is the answer', async () => {
    await using fleet = new Fleet()
    const there = await fleet.player('one')
    const api = await fleet.api()
    await there.command(enqueue('a b'))
    expect(await api.command(guild, { kind: 'pause' }, asker)).toMatchObject({
      guildId: guild,
      current: { track: { title: 'a' } },
      paused: true,
      queueLength: 1,
    })
    expect(there.calls.at(-1)).toBe('pause')
    const louder = await api.command(guild, { kind: 'volume', volume: 150 }, asker)
    expect(louder).toMatchObject({ volume: 150, paused: true })
    const sought = { kind: 'seek', target: { kind: 'to', ms: 30_000 } } as const
    const { current } = await api.command(guild, sought, asker)
    expect(current?.positionMs).toBe(30_000)
  })

  test('shows a stretch of its queue, and nothing of where the bytes lie', async () => {
    await using fleet = new Fleet()
    const there = await fleet.player('one')
    await there.command(enqueue('a b c d'))
    const page = await (await fleet.api()).queue(guild, { offset: 1, limit: 1 })
    expect(page.tracks.map(({ title }) => title)).toEqual(['c'])
    expect(page).toMatchObject({ offset: 1, queueLength: 3, loop: 'off', volume: 100 })
    expect(JSON.stringify(page)).not.toContain('locator')
  })

  test('refuses with its own code', async () => {
    await using fleet = new Fleet()
    const there = await fleet.player('one')
    const api = await fleet.api()
    expect(await refusal(api.command(guild, { kind: 'pause' }, asker))).toBe('nothing-playing')
    await there.command(enqueue('a'))
    const past = { kind: 'seek', target: { kind: 'to', ms: 9_000_000 } } as const
    expect(await refusal(api.command(guild, past, asker))).toBe('bad-position')
    const reader: Asker = { ...asker, scopes: ['read'] }
    expect(await refusal(api.command(guild, past, reader))).toBe('missing-scope')
  })

  test('of a server that no process plays in is opened by one that can play', async () => {
    await using fleet = new Fleet()
    const one = await fleet.player('one')
    const two = await fleet.player('two')
    const view = await (await fleet.api()).command(guild, { kind: 'volume', volume: 40 }, asker)
    expect(view).toMatchObject({ volume: 40, current: null })
    const held = [one, two].filter(({ players }) => players.holds(guild))
    expect(held.map(({ players }) => players.state(guild).volume)).toEqual([40])
  })

  test('of a server that the bot isn’t in belongs to no process', async () => {
    await using fleet = new Fleet()
    await fleet.player('one')
    const api = await fleet.api()
    expect(await refusal(api.queue(stranger, { offset: 0, limit: 10 }))).toBe('unknown-server')
  })

  test('is looked up again when the process that held the server is gone', async () => {
    await using fleet = new Fleet()
    const one = await fleet.player('one')
    const api = await fleet.api()
    await api.command(guild, { kind: 'volume', volume: 40 }, asker)
    await one.gone[Symbol.asyncDispose]()
    expect(await refusal(api.command(guild, { kind: 'clear' }, asker))).toBe('player-away')
    const two = await fleet.player('two')
    fleet.shared.holders.delete(guild)
    await api.command(guild, { kind: 'volume', volume: 60 }, asker)
    expect(two.players.state(guild).volume).toBe(60)
  })

  test('that another process has taken is asked there', async () => {
    await using fleet = new Fleet()
    const one = await fleet.player('one')
    const two = await fleet.player('two')
    const api = await fleet.api()
    await one.command(enqueue('a'))
    one.loses(guild, two)
    await settled()
    await api.command(guild, { kind: 'volume', volume: 60 }, asker)
    expect(two.players.state(guild).volume).toBe(60)
    expect(one.players.holds(guild)).toBe(false)
  })
})

describe('a command', () => {
  test('that comes twice is obeyed once, and answered twice', async () => {
    await using fleet = new Fleet()
    const there = await fleet.player('one')
    await there.command(enqueue('a b c'))
    const bus = await fleet.bus()
    const command = { kind: 'skip', count: 1 } as const
    const call = { kind: 'command', callId: 'c1', guildId: guild, command, asker } as const
    const ask = (callId: string) => bus.request(playerTopic('one'), { ...call, callId }, 2_000)
    const [first, second] = await Promise.all([ask('c1'), ask('c1')])
    expect(second).toEqual(first)
    expect(await ask('c1')).toEqual(first)
    expect(there.players.state(guild).current?.track.title).toBe('b')
    await ask('c2')
    expect(there.players.state(guild).current?.track.title).toBe('c')
  })

  test('is done once while Redis stalls, and its success is told', async () => {
    await using fleet = new Fleet()
    const there = await fleet.player('one')
    const api = await fleet.api()
    await there.command(enqueue('a b c'))
    redis.freeze()
    const skipped = api.command(guild, { kind: 'skip', count: 1 }, asker)
    await Bun.sleep(REDIS_STALL_MS)
    redis.unfreeze()
    expect((await skipped).current?.track.title).toBe('b')
    expect(there.players.state(guild).current?.track.title).toBe('b')
  })

  test('that Redis passes on only after its deadline is told to be late, not undone', async () => {
    await using fleet = new Fleet()
    const there = await fleet.player('one')
    const clock = new ManualClock()
    await using link = await RedisLink.open(redis.url)
    await using bus = await RedisBus.open(link, clock)
    const api = new RemotePlayers({ bus, leases: { holder: async () => 'one' }, here: null })
    await there.command(enqueue('a b c'))
    redis.freeze()
    const late = refusal(api.command(guild, { kind: 'skip', count: 1 }, asker))
    await Bun.sleep(REDIS_STALL_MS)
    clock.advance(5_000)
    expect(await late).toBe('player-late')
    redis.unfreeze()
    await until(() => there.players.state(guild).current?.track.title === 'b', 'the skip')
  })

  test('that could not be sent at all is told not to be done', async () => {
    await using fleet = new Fleet()
    await using gone = await RedisServer.start()
    await using link = await RedisLink.open(gone.url)
    await using bus = await RedisBus.open(link, systemClock)
    const api = new RemotePlayers({ bus, leases: { holder: async () => 'one' }, here: null })
    await fleet.player('one')
    await gone.halt()
    // The connection that listens may learn of it before the one that sends.
    for (let away: unknown; !(away instanceof RedisAway) || away.maybeDone; )
      away = await link.run((redis) => redis.ping()).catch((error: unknown) => error)
    expect(await refusal(api.command(guild, { kind: 'clear' }, asker))).toBe('player-away')
  })
})

describe('what comes over the wire', () => {
  test('and is no call changes nothing', async () => {
    await using fleet = new Fleet()
    const there = await fleet.player('one')
    await there.command(enqueue('a'))
    const before = there.players.state(guild)
    const bus = await fleet.bus()
    const bad = [
      null,
      'pause',
      { kind: 'command', callId: 'c', guildId: guild, command: { kind: 'pause' } },
      { kind: 'command', guildId: guild, command: { kind: 'pause' }, asker },
      {
        kind: 'command',
        callId: 'c'.repeat(65),
        guildId: guild,
        command: { kind: 'pause' },
        asker,
      },
      { kind: 'command', callId: 'c', guildId: 'x', command: { kind: 'pause' }, asker },
      {
        kind: 'command',
        callId: 'c',
        guildId: guild,
        command: { kind: 'enqueue', tracks: [] },
        asker,
      },
      {
        kind: 'command',
        callId: 'c',
        guildId: guild,
        command: { kind: 'skip', count: '1' },
        asker,
      },
      { kind: 'queue', guildId: guild, page: { offset: 0, limit: 1e6 } },
    ]
    for (const payload of bad) {
      const outcome = await bus.request(playerTopic('one'), payload, 2000).catch(String)
      expect(outcome).toContain('refused: internal')
    }
    expect(there.players.state(guild)).toBe(before)
  })

  test('and is no answer is not passed on', async () => {
    await using fleet = new Fleet()
    const bus = await fleet.bus()
    const api = new RemotePlayers({ bus, leases: { holder: async () => 'liar' }, here: null })
    let answer: Json = null
    await using _liar = await bus.answer(playerTopic('liar'), async () => answer)
    const honest = obeyedView(guild, idleState, { kind: 'stopped' })
    const bad = [
      null,
      'done',
      { ...honest, guildId: '<script>' },
      { ...honest, current: { track: { title: 7 } } },
      { ...honest, loop: 'maybe' },
    ]
    for (answer of bad) {
      expect(await refusal(api.command(guild, { kind: 'clear' }, asker))).toBe('internal')
    }
    answer = honest
    expect(await api.command(guild, { kind: 'clear' }, asker)).toEqual(honest)
  })

  test('in time, or the asker learns that it may come yet', async () => {
    await using fleet = new Fleet()
    const bus = new MemoryBus(fleet.shared.clock)
    const api = new RemotePlayers({ bus, leases: { holder: async () => 'slow' }, here: null })
    await using _slow = await bus.answer(playerTopic('slow'), () => new Promise(() => {}))
    const refused = refusal(api.command(guild, { kind: 'clear' }, asker))
    await settled()
    fleet.shared.clock.advance(5_000)
    expect(await refused).toBe('player-late')
  })
})
