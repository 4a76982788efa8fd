import { expect, test } from 'bun:test'
import { systemClock } from '../../src/base/clock.ts'
import { SegueError } from '../../src/base/error.ts'
import { MemoryBus } from '../../src/bus/memory-bus.ts'
import { RedisBus } from '../../src/bus/redis-bus.ts'
import { eventsOf } from '../../src/domain/events.ts'
import { idleState } from '../../src/domain/player/state.ts'
import { transition } from '../../src/domain/player/transition.ts'
import { seededRandom } from '../../src/domain/random.ts'
import { playerEventSchema } from '../../src/domain/schema/event.ts'
import { heardFrom, wireOf } from '../../src/fleet/event-wire.ts'
import { RedisLink } from '../../src/redis/redis-link.ts'
import type { BusEnds } from '../contract/bus.ts'
import { carriesPlayerEvents } from '../contract/player-events.ts'
import { until } from '../discord/until.ts'
import { anyInput } from '../domain/player/any-input.ts'
import { guild, track } from '../domain/player/sample.ts'
import { RedisServer } from '../support/redis-server.ts'

carriesPlayerEvents(
  'memory',
  async () => {
    const bus = new MemoryBus(systemClock)
    return { here: bus, there: bus, [Symbol.asyncDispose]: () => bus[Symbol.asyncDispose]() }
  },
  null,
)

interface RedisEnds extends BusEnds {
  readonly server: RedisServer
}

carriesPlayerEvents(
  'Redis',
  async (): Promise<RedisEnds> => {
    const stack = new AsyncDisposableStack()
    const server = stack.use(await RedisServer.start())
    const open = async () => {
      const link = stack.use(await RedisLink.open(server.url))
      return stack.use(await RedisBus.open(link, systemClock))
    }
    const [here, there] = [await open(), await open()]
    return { here, there, server, [Symbol.asyncDispose]: () => stack.disposeAsync() }
  },
  async (ends, meanwhile) => {
    const { here, there, server } = ends as RedisEnds
    const both = (state: string) => here.health.state === state && there.health.state === state
    await server.halt()
    await until(() => both('down'), 'the bus to be away')
    await meanwhile()
    await server.resume()
    await until(() => both('ok'), 'the bus to be back', 60_000)
  },
)

/** Kinds of events. */
const ALL = playerEventSchema.anyOf.length

test('every kind of event arrives as it left, without where its track comes from', () => {
  const kinds = new Set<string>()
  for (let seed = 1; seed <= 60 || (kinds.size < ALL && seed <= 400); seed++) {
    const random = seededRandom(seed)
    let state = idleState
    for (let step = 0; step < 150; step++) {
      const input = anyInput(random, state)
      const before = state
      try {
        state = transition(before, input, step * 10_000).state
      } catch (error) {
        if (!(error instanceof SegueError)) throw error
        continue
      }
      for (const event of eventsOf(before, input, state)) {
        kinds.add(event.kind)
        const at = new Date(1_700_000_000_000 + step)
        const sent = wireOf({ guildId: guild, number: 2 ** 40 + step, at, event })
        const wire = JSON.stringify(sent)
        expect(wire).not.toContain('locator')
        const heard = heardFrom(JSON.parse(wire))
        expect(heard).toEqual(sent)
      }
    }
  }
  expect(kinds.size).toBe(ALL)
})

test('what isn’t sound is no event', () => {
  const sound = { guildId: '1', number: 5, atMs: 7, event: { kind: 'volume', volume: 5 } }
  expect(heardFrom(sound)).not.toBeNull()
  const { locator: _, ...shown } = track('a')
  const end = { kind: 'track_end', track: shown, positionMs: 1, outcome: 'finished', heard: true }
  expect(heardFrom({ ...sound, event: end })).not.toBeNull()
  for (const odd of [
    null,
    [],
    'text',
    { ...sound, guildId: 'x' },
    { ...sound, number: -1 },
    { ...sound, number: 2 ** 60 },
    { ...sound, atMs: 'now' },
    { ...sound, event: { kind: 'toString' } },
    { ...sound, event: { kind: 'newer' } },
    { ...sound, event: { kind: 'volume', volume: '5' } },
    { ...sound, event: { ...end, outcome: 'vanished' } },
    { ...sound, event: { ...end, track: { title: 'a' } } },
    { ...sound, event: { kind: 'voice', change: 'joined', channelId: '../x', code: null } },
  ])
    expect([odd, heardFrom(odd)]).toEqual([odd, null])
})
