import { expect, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import type { PlayerEvent, TrackOutcome } from '../../src/domain/events.ts'
import { Events } from '../../src/observability/events.ts'
import { silentLog } from '../../src/observability/log.ts'
import { Metrics } from '../../src/observability/metrics.ts'
import { EventFeed } from '../../src/player/event-feed.ts'
import type { PublishedEvent } from '../../src/player/subscriber.ts'
import { TrackCounter } from '../../src/player/track-counter.ts'
import { enqueue, guild, request, track } from '../domain/player/sample.ts'
import { Process, Shared } from './fleet.ts'
import { settled } from './stage.ts'

const volume = (percent: number): PlayerEvent => ({ kind: 'volume', volume: percent })
const other = guildId('2')

class Stage {
  readonly metrics = new Metrics()
  readonly lines: string[] = []
  readonly #log = {
    ...silentLog,
    info: (message: string) => void this.lines.push(message),
    warn: (message: string) => void this.lines.push(message),
  }
  readonly feed = new EventFeed(this.#log, new Events(this.#log, this.metrics))

  /** Subscribes one that takes all at once. */
  listener(): PublishedEvent[] {
    const heard: PublishedEvent[] = []
    this.feed.subscribe({ name: 'good', take: (event) => void heard.push(event) })
    return heard
  }

  async lost(subscriber: string): Promise<number> {
    const { values } = await this.metrics.eventsLost.get()
    return values.find(({ labels }) => labels.subscriber === subscriber)?.value ?? 0
  }
}

test('each server’s events come in order, numbered one after another from the lease’s fence', async () => {
  const stage = new Stage()
  const heard = stage.listener()
  stage.feed.publish(guild, 3, [volume(1), volume(2)])
  stage.feed.publish(other, 1, [volume(3)])
  stage.feed.publish(guild, 3, [volume(4)])
  await settled()
  const base = 2 ** 32
  expect(heard.map(({ guildId: id, number, event }) => [id, number, event])).toEqual([
    [guild, 3 * base + 1, volume(1)],
    [guild, 3 * base + 2, volume(2)],
    [other, base + 1, volume(3)],
    [guild, 3 * base + 3, volume(4)],
  ])
})

test('nobody hears of a step before it is complete', () => {
  const stage = new Stage()
  const heard = stage.listener()
  stage.feed.publish(guild, 1, [volume(1)])
  expect(heard).toEqual([])
  stage.feed.flush()
  expect(heard).toHaveLength(1)
})

test('one that throws or rejects misses only those events, and the others miss nothing', async () => {
  const stage = new Stage()
  const heard: PublishedEvent[] = []
  for (const [name, fail] of [
    [
      'throws',
      () => {
        throw new Error('on purpose')
      },
    ],
    ['rejects', () => Promise.reject(new Error('on purpose'))],
  ] as const) {
    stage.feed.subscribe({
      name,
      take: (event) => (event.event.kind === 'volume' ? fail() : void heard.push(event)),
    })
  }
  const good = stage.listener()
  const events: PlayerEvent[] = [volume(1), volume(2), { kind: 'loop', loop: 'track' }]
  stage.feed.publish(guild, 1, events)
  await settled()
  expect(good).toHaveLength(3)
  expect(heard.map(({ event }) => event.kind)).toEqual(['loop', 'loop'])
  expect([await stage.lost('throws'), await stage.lost('rejects')]).toEqual([2, 2])
})

test('one that never answers holds a bounded number and loses the oldest; it is logged once, and once when it is over', async () => {
  const stage = new Stage()
  const taken: number[] = []
  const gates: (() => void)[] = []
  stage.feed.subscribe({
    name: 'slow',
    take: ({ event }) => {
      if (event.kind === 'volume') taken.push(event.volume)
      return new Promise<void>((resolve) => gates.push(resolve))
    },
  })
  const good = stage.listener()
  for (let n = 0; n < 10_012; n++) {
    stage.feed.publish(guild, 1, [volume(n)])
    stage.feed.flush()
  }
  expect(good).toHaveLength(10_012)
  expect(taken).toEqual([0])
  expect(await stage.lost('slow')).toBe(11)
  expect(stage.lines).toEqual(['a subscriber misses events of players'])
  for (let gate = gates.shift(); gate !== undefined; gate = gates.shift()) {
    gate()
    await Promise.resolve()
    await Promise.resolve()
  }
  expect(taken).toEqual([0, ...Array.from({ length: 10_000 }, (_, n) => n + 12)])
  expect(stage.lines.slice(1)).toEqual(['a subscriber hears all events of players again'])
})

test('who may take several at once begins them in order', async () => {
  const stage = new Stage()
  const begun: unknown[] = []
  stage.feed.subscribe({
    name: 'bus',
    atOnce: 3,
    take: ({ event }) => {
      begun.push(event)
      return new Promise(() => {})
    },
  })
  stage.feed.publish(guild, 1, [1, 2, 3, 4].map(volume))
  await settled()
  expect(begun).toEqual([1, 2, 3].map(volume))
})

test('how tracks end is counted', async () => {
  const stage = new Stage()
  stage.feed.subscribe(new TrackCounter(new Events(silentLog, stage.metrics)))
  const end = (outcome: TrackOutcome): PlayerEvent => ({
    ...{ kind: 'track_end', track: track('a'), positionMs: 0, heard: true },
    outcome,
  })
  stage.feed.publish(guild, 1, [end('finished'), end('finished'), end('failed'), volume(1)])
  await settled()
  const { values } = await stage.metrics.tracks.get()
  expect(values.map(({ labels, value }) => `${labels.outcome} ${value}`)).toEqual([
    'finished 2',
    'failed 1',
  ])
})

test('who unsubscribed hears nothing more', async () => {
  const stage = new Stage()
  const heard: unknown[] = []
  const subscription = stage.feed.subscribe({ name: 'x', take: (event) => void heard.push(event) })
  stage.feed.publish(guild, 1, [volume(1)])
  await settled()
  subscription[Symbol.dispose]()
  stage.feed.publish(guild, 1, [volume(2)])
  await settled()
  expect(heard).toHaveLength(1)
})

test('numbers grow when a server changes hands, and when it is let go of and taken again', async () => {
  const shared = new Shared()
  const heard: number[] = []
  const take = ({ number }: PublishedEvent) => void heard.push(number)
  const [first, second] = [new Process(shared), new Process(shared)]
  for (const { players } of [first, second]) players.feed.subscribe({ name: 'test', take })
  await first.command(enqueue('a b'))
  const before = heard.length
  expect(before).toBeGreaterThan(3)
  await shared.passes(1_000)
  shared.holders.clear()
  first.loses(guild, second)
  await second.command({ kind: 'volume', volume: 30 })
  expect(heard.length).toBeGreaterThan(before)
  expect(heard).toEqual([...new Set(heard)].sort((a, b) => a - b))
  expect(heard.every(Number.isSafeInteger)).toBe(true)
})

test('what ends in the last moment before the process stops is in the history', async () => {
  const shared = new Shared()
  const process = new Process(shared)
  await process.command(enqueue('a'))
  void process.players.command(guild, { kind: 'stop' }, request())
  await Promise.resolve()
  await Promise.resolve()
  await process.players[Symbol.asyncDispose]()
  expect(shared.history.map(({ outcome }) => outcome)).toEqual(['skipped'])
})
