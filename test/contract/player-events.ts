import { expect, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import { BusPublisher, hearEvents } from '../../src/fleet/event-bus.ts'
import type { HeardEvent } from '../../src/fleet/event-wire.ts'
import { Events } from '../../src/observability/events.ts'
import { silentLog } from '../../src/observability/log.ts'
import { EventFeed } from '../../src/player/event-feed.ts'
import type { PublishedEvent } from '../../src/player/subscriber.ts'
import { until } from '../discord/until.ts'
import type { BusEnds } from './bus.ts'

const guilds = ['1', '2', '3'].map(guildId)

class CountingEvents extends Events {
  lost = 0

  override eventLost(): void {
    this.lost++
  }
}

/** A process that publishes at one end of the bus. */
class Source {
  readonly events = new CountingEvents(silentLog)
  readonly feed = new EventFeed(silentLog, this.events)
  /** What a subscriber of the same process hears. */
  readonly own: PublishedEvent[] = []

  constructor(ends: BusEnds) {
    this.feed.subscribe({ name: 'own', take: (event) => void this.own.push(event) })
    this.feed.subscribe(new BusPublisher(ends.here))
  }

  publish(n: number, fence = 1): void {
    for (const id of guilds) this.feed.publish(id, fence, [{ kind: 'volume', volume: n }])
    this.feed.flush()
  }
}

const numbersOf = (heard: readonly HeardEvent[], id: string): number[] =>
  heard.filter((event) => event.guildId === id).map(({ number }) => number)

/**
 * What holds for events of players over any bus. `interrupt` takes the bus away and calls
 * `meanwhile` before it brings the bus back; null: this one can't be away.
 */
export function carriesPlayerEvents(
  name: string,
  open: () => Promise<BusEnds>,
  interrupt: ((ends: BusEnds, meanwhile: () => Promise<void>) => Promise<void>) | null,
): void {
  test(`over ${name}, every subscriber hears each server’s events in order`, async () => {
    await using ends = await open()
    const source = new Source(ends)
    const heard: HeardEvent[][] = [[], []]
    await using _one = await hearEvents(ends.there, (event) => heard[0]?.push(event))
    await using _two = await hearEvents(ends.here, (event) => heard[1]?.push(event))
    for (let n = 0; n < 150; n++) source.publish(n)
    await until(() => heard.every((all) => all.length === 450), 'all of them')
    for (const all of heard) {
      for (const id of guilds) {
        const own = all.filter((event) => event.guildId === id)
        expect(own.map(({ event }) => event)).toEqual(
          Array.from({ length: 150 }, (_, volume) => ({ kind: 'volume', volume })),
        )
      }
    }
    expect(source.events.lost).toBe(0)
  })

  test(`over ${name}, a subscriber that throws misses only that event, and the others miss nothing`, async () => {
    await using ends = await open()
    const source = new Source(ends)
    const heard: HeardEvent[] = []
    const survived: HeardEvent[] = []
    await using _bad = await hearEvents(ends.there, (event) => {
      if (event.event.kind === 'volume' && event.event.volume < 5) throw new Error('on purpose')
      survived.push(event)
    })
    await using _good = await hearEvents(ends.there, (event) => heard.push(event))
    for (let n = 0; n < 10; n++) source.publish(n)
    await until(() => heard.length === 30 && survived.length === 15, 'all of them')
  })

  test(`over ${name}, a subscriber in the same process that never answers delays no others`, async () => {
    await using ends = await open()
    const source = new Source(ends)
    source.feed.subscribe({ name: 'hangs', take: () => new Promise(() => {}) })
    const heard: HeardEvent[] = []
    await using _good = await hearEvents(ends.there, (event) => heard.push(event))
    for (let n = 0; n < 10; n++) source.publish(n)
    await until(() => heard.length === 30, 'all of them')
  })

  test(`over ${name}, what a process says of a server that another one plays by now isn’t heard`, async () => {
    await using ends = await open()
    const [old, successor] = [new Source(ends), new Source(ends)]
    const heard: HeardEvent[] = []
    await using _good = await hearEvents(ends.there, (event) => heard.push(event))
    old.publish(1, 1)
    await until(() => heard.length === 3, 'the old one')
    successor.publish(2, 2)
    await until(() => heard.length === 6, 'the new one')
    old.publish(3, 1)
    successor.publish(4, 2)
    await until(() => heard.length >= 9, 'the new one again')
    const volumes = heard.map(({ event }) => (event.kind === 'volume' ? event.volume : null))
    expect(volumes).toEqual([1, 1, 1, 2, 2, 2, 4, 4, 4])
  })

  test(`over ${name}, what isn’t an event of this version isn’t heard`, async () => {
    await using ends = await open()
    const source = new Source(ends)
    const heard: HeardEvent[] = []
    await using _good = await hearEvents(ends.there, (event) => heard.push(event))
    await ends.here.publish('player-events', { guildId: '1', number: 2 ** 40, at: 0, event: {} })
    await ends.here.publish('player-events', 'noise')
    source.publish(1)
    await until(() => heard.length === 3, 'the sound ones')
  })

  if (interrupt === null) return

  test(`while ${name} is away events are lost to other processes alone, are counted, and leave a gap in the numbers`, async () => {
    await using ends = await open()
    const source = new Source(ends)
    const heard: HeardEvent[] = []
    await using _good = await hearEvents(ends.there, (event) => heard.push(event))
    source.publish(1)
    await until(() => heard.length === 3, 'those before')
    await interrupt(ends, async () => {
      for (let n = 2; n < 6; n++) source.publish(n)
      await until(() => source.events.lost === 12, 'all to be given up', 20_000)
    })
    let last = 6
    await until(
      () => {
        source.publish(last++)
        return numbersOf(heard, '3').length >= 3
      },
      'those after',
      30_000,
    )
    await until(() => heard.length + source.events.lost === source.own.length, 'those under way')
    expect(source.own.length).toBe(3 * (last - 1))
    for (const id of guilds) {
      const numbers = numbersOf(heard, id)
      expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
      expect((numbers[1] ?? 0) - (numbers[0] ?? 0)).toBeGreaterThan(4)
    }
  }, 120_000)
}
