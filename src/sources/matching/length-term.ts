import type { Candidate, Term } from './term.ts'
import type { Wanted } from './wanted.ts'

/** A length that nobody knows speaks neither for nor against it. */
const UNKNOWN = 0.95

/**
 * Up to so many seconds of difference count so much; linear between. A video is often longer than its
 * song, by an opening scene or an end, so that being shorter weighs twice.
 */
const STEPS: readonly (readonly [seconds: number, value: number])[] = [
  [3, 1],
  [8, 0.98],
  [20, 0.93],
  [45, 0.84],
  [90, 0.65],
  [150, 0.4],
  [300, 0.15],
  [900, 0.03],
]

export function lengthTerm({ durationMs: wanted }: Wanted, { durationMs, live }: Candidate): Term {
  const term = (value: number, why: string): Term => ({ name: 'length', value, why })
  if (live) return term(0.05, 'it never ends')
  if (wanted === null || durationMs === null) return term(UNKNOWN, 'unknown')
  const seconds = (durationMs - wanted) / 1000
  // In a skit of half a minute ten seconds are much.
  const scale = Math.max(0.3, Math.min(1, wanted / 150_000))
  const apart = ((seconds < 0 ? -2 : 1) * seconds) / scale
  return term(valueAt(apart), `${seconds > 0 ? '+' : ''}${Math.round(seconds)} s`)
}

function valueAt(apart: number): number {
  let [from, value] = [0, 1]
  for (const [to, below] of STEPS) {
    if (apart <= to) return value + ((below - value) * (apart - from)) / (to - from)
    from = to
    value = below
  }
  return value
}
