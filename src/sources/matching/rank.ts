import { score } from './score.ts'
import type { Candidate, Scored } from './term.ts'
import { type Metadata, wantedOf } from './wanted.ts'

/**
 * From this score on a candidate is played without asking. On the corpus 0.55 to 0.6 plays nothing wrong
 * and 98 in 100 of what's there; `test/sources/matching/curve.ts` prints the curve.
 */
export const SURE = 0.6
/** Below this one it's no match at all: down to here 96 in 100 are right. */
export const PLAUSIBLE = 0.3

export interface Ranked<T> extends Scored {
  readonly candidate: T
}

/** Candidates for a recording, the best first; of equal ones in the order of their source. */
export function rank<T extends Candidate>(
  metadata: Metadata,
  candidates: readonly T[],
): Ranked<T>[] {
  const wanted = wantedOf(metadata)
  return candidates
    .map((candidate) => ({ candidate, ...score(wanted, candidate) }))
    .sort((a, b) => b.score - a.score || Number(isProven(b)) - Number(isProven(a)))
}

const isProven = ({ terms }: Scored): boolean => terms[0]?.name === 'isrc'
