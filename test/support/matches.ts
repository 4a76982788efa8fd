import type { Clock } from '../../src/base/clock.ts'
import { Matches, type MatchesPorts } from '../../src/player/matches.ts'
import type { Library, RejectedMatches } from '../../src/player/ports.ts'
import { matching } from '../../src/sources/matching/matching.ts'

const nothingRejected: RejectedMatches = {
  of: async () => null,
  add: async () => {},
  forget: async () => {},
}

/** The real matching of what that library finds; nothing is called wrong, unless `ports` says so. */
export const matchesOf = (library: Library, clock: Clock, ports: Partial<MatchesPorts> = {}) =>
  new Matches({
    ...{ library, clock, matching, rejected: nothingRejected },
    hidesLibrary: () => false,
    tell: () => {},
    ...ports,
  })
