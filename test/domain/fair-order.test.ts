import { expect, test } from 'bun:test'
import { type UserId, userId } from '../../src/base/ids.ts'
import { inFairOrder, insertFairly } from '../../src/domain/fair-order.ts'
import type { Queue } from '../../src/domain/queue.ts'
import { seededRandom } from '../../src/domain/random.ts'
import type { Track } from '../../src/domain/track.ts'
import { track } from './player/sample.ts'

/** `a2` is the second track of `a`. */
const tracks = (names: string): Track[] =>
  names === '' ? [] : names.split(' ').map((name) => track(name, { requestedBy: byOf(name) }))
const byOf = (name: string): UserId => userId(String(name.charCodeAt(0)))
const names = (queue: Queue) => queue.map(({ title }) => title).join(' ')

test.each([
  ['', 'a1 a2', null, 'a1 a2'],
  ['a1 a2 a3', 'b1', null, 'a1 b1 a2 a3'],
  ['a1 a2 a3', 'b1 b2', null, 'a1 b1 a2 b2 a3'],
  // What plays is its requester's turn.
  ['a2 a3', 'b1 b2', 'a1', 'b1 a2 b2 a3'],
  ['b1 a2 b2 a3', 'c1', 'a1', 'b1 c1 a2 b2 a3'],
  ['b1 b2', 'a2 a3 a4', 'a1', 'b1 b2 a2 a3 a4'],
])('into "%s" come "%s", while "%s" plays: "%s"', (queue, more, current, expected) => {
  const playing = current === null ? null : (tracks(current)[0] ?? null)
  expect(names(insertFairly(tracks(queue), tracks(more), playing))).toBe(expected)
})

test('a queue in whatever order becomes one in which requesters take turns', () => {
  expect(names(inFairOrder(tracks('a1 a2 a3 b1 c1 b2'), null))).toBe('a1 b1 c1 a2 b2 a3')
  expect(names(inFairOrder(tracks('a2 a3 b1 b2'), tracks('a1')[0] ?? null))).toBe('b1 a2 b2 a3')
})

const PEOPLE = ['a', 'b', 'c', 'd']
const isBy = (person: string) => (one: Track) => one.requestedBy === byOf(person)

/** Whether nobody gets two turns more than somebody who has one to come, from the start of the queue on. */
function isFair(queue: Queue, current: Track | null): boolean {
  const counts = new Map<UserId, number>(current === null ? [] : [[current.requestedBy, 1]])
  const left = Map.groupBy(queue, ({ requestedBy }) => requestedBy)
  return queue.every(({ requestedBy }, index) => {
    counts.set(requestedBy, (counts.get(requestedBy) ?? 0) + 1)
    return [...left].every(([person, own]) => {
      const isOver = queue.indexOf(own.at(-1) as Track) <= index
      const [mine, theirs] = [counts.get(requestedBy) ?? 0, counts.get(person) ?? 0]
      return isOver || mine - theirs <= 1
    })
  })
}

test('whoever queues what, in whatever order, the turns are fair, and nobody’s tracks change their order', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = seededRandom(seed)
    const within = (most: number) => Math.floor(random() * most)
    const current =
      random() < 0.5 ? null : track('z', { requestedBy: byOf(PEOPLE[within(4)] ?? '') })
    let queue: Queue = []
    for (let step = 0; step < 30; step++) {
      const person = PEOPLE[within(4)] ?? 'a'
      const more = Array.from({ length: 1 + within(4) }, (_, n) =>
        track(`${person}-${step}-${n}`, { requestedBy: byOf(person) }),
      )
      const before = queue
      queue = insertFairly(before, more, current)
      expect(queue.toSorted()).toHaveLength(before.length + more.length)
      expect(queue.filter((one) => before.includes(one))).toEqual([...before])
      const own = queue.filter(isBy(person))
      expect(own).toEqual([...before.filter(isBy(person)), ...more])
      expect({ seed, step, fair: isFair(queue, current) }).toEqual({ seed, step, fair: true })
    }
    const again = inFairOrder(queue, current)
    expect(isFair(again, current)).toBe(true)
    for (const person of PEOPLE)
      expect(again.filter(isBy(person))).toEqual(queue.filter(isBy(person)))
  }
})

test('while tracks play, nothing overtakes the next track of somebody whose turn it isn’t now', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = seededRandom(seed)
    let queue: Queue = []
    let current: Track | null = null
    for (let step = 0; step < 60; step++) {
      if (random() < 0.5) {
        current = queue[0] ?? null
        queue = queue.slice(1)
        continue
      }
      const before = queue
      const person = PEOPLE[Math.floor(random() * 4)] ?? 'a'
      const more = track(`${person}-${step}`, { requestedBy: byOf(person) })
      queue = insertFairly(before, [more], current)
      for (const other of PEOPLE) {
        const next = before.find(isBy(other))
        if (next === undefined || current?.requestedBy === next.requestedBy) continue
        expect([seed, step, queue.indexOf(next)]).toEqual([seed, step, before.indexOf(next)])
      }
    }
  }
})

test('a list of ten thousand goes into a full queue in no time to speak of', () => {
  const many = (person: string, count: number) =>
    Array.from({ length: count }, (_, n) => track(`${person}${n}`, { requestedBy: byOf(person) }))
  const queue = insertFairly(many('a', 5_000), many('b', 5_000), null)
  expect(names(queue.slice(0, 4))).toBe('a0 b0 a1 b1')
  expect(names(queue.slice(-2))).toBe('a4999 b4999')
})
