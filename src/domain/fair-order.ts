import type { UserId } from '../base/ids.ts'
import type { Queue } from './queue.ts'
import type { Track } from './track.ts'

/**
 * Puts tracks into a queue in which requesters take turns: somebody's second track comes behind the
 * first ones of all others, and so on; the current track counts as its requester's turn. Nobody's
 * tracks change their order, and none comes before one whose turn is the same.
 */
export function insertFairly(queue: Queue, tracks: Queue, current: Track | null): Queue {
  const turns = new Turns(current)
  const ends = endsOf(queue.map((track) => turns.next(track)))
  const fair: Track[] = []
  let at = 0
  for (const track of tracks) {
    const end = ends[turns.next(track)] ?? queue.length
    for (; at < end; at++) fair.push(queue[at] as Track)
    fair.push(track)
  }
  return [...fair, ...queue.slice(at)]
}

/** The same tracks so that requesters take turns; each one's own stay in their order. */
export function inFairOrder(queue: Queue, current: Track | null): Queue {
  const turns = new Turns(current)
  return queue
    .map((track) => ({ track, turn: turns.next(track) }))
    .toSorted((one, other) => one.turn - other.turn)
    .map(({ track }) => track)
}

/** By turn: how many tracks stand before the end of the last one of that turn or an earlier one. */
function endsOf(turns: readonly number[]): number[] {
  const ends: number[] = [0]
  for (const [index, turn] of turns.entries()) ends[turn] = index + 1
  for (let turn = 1; turn < ends.length; turn++)
    ends[turn] = Math.max(ends[turn - 1] ?? 0, ends[turn] ?? 0)
  return ends
}

/** Counts each requester's tracks. */
class Turns {
  readonly #counts = new Map<UserId, number>()

  constructor(current: Track | null) {
    if (current !== null) this.next(current)
  }

  /** Whose how-manieth track it is, from 1. */
  next({ requestedBy }: Track): number {
    const turn = (this.#counts.get(requestedBy) ?? 0) + 1
    this.#counts.set(requestedBy, turn)
    return turn
  }
}
