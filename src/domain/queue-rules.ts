import type { ErrorCode } from '../base/error.ts'
import { QUEUE_LIMIT, type Queue } from './queue.ts'
import type { GuildSettings } from './settings.ts'
import type { FoundTrack, Track } from './track.ts'

const MINUTE_MS = 60_000

/** What's worth telling about tracks that were queued together. */
export interface Remarks {
  /** How many were left out, since they're too long, there already, or too many. */
  readonly left: number
  /** How many were there already and were queued all the same. */
  readonly twice: number
}

/** The tracks that a server takes, and why it takes none if that's so. */
export interface Taken extends Remarks {
  readonly tracks: readonly Track[]
  readonly code: ErrorCode | null
  /** Which limit left some out, so that no more fit; null: none did. */
  readonly cut: ErrorCode | null
}

/** Where tracks are to come. */
export interface Arrival {
  /** What waits. */
  readonly queue: Queue
  /** What plays and goes on. */
  readonly current: Track | null
  /** Whether the first one takes no room: it begins at once, or comes in another one's place. */
  readonly takesNone: boolean
}

/**
 * What a server takes of tracks that one member queues, by its rules about length, duplicates and
 * how many may wait.
 */
export function takenOf(
  tracks: Queue,
  { queue, current, takesNone }: Arrival,
  settings: GuildSettings,
): Taken {
  const { duplicates, maxPerMember } = settings
  const known = current === null ? queue : [current, ...queue]
  const { short, news, wanted } = wantedOf(tracks, known, settings)
  const [first] = tracks
  const own = queue.filter(({ requestedBy }) => requestedBy === first?.requestedBy).length
  const forMember = maxPerMember === 0 ? QUEUE_LIMIT : Math.max(0, maxPerMember - own)
  const forServer = Math.max(0, queueLimit(settings) - queue.length)
  const taken = wanted.slice(0, Math.min(forMember, forServer) + (takesNone ? 1 : 0))
  const firsts = new Set(news)
  const twice = duplicates === 'warn' ? taken.filter((one) => !firsts.has(one)).length : 0
  const code = codeOf([
    ['track-too-long', short],
    ['already-queued', wanted],
    [forServer === 0 ? 'queue-full' : 'member-limit', taken],
  ])
  const limit = forServer <= forMember ? 'queue-full' : 'member-limit'
  const cut = wanted.length > taken.length ? limit : null
  return { tracks: taken, left: tracks.length - taken.length, twice, code, cut }
}

/**
 * Those that the rules about length and duplicates let through, with those that are short enough, and
 * among them those that are new; `known`: what is there already.
 */
export function wantedOf<T extends FoundTrack>(
  tracks: readonly T[],
  known: Queue,
  { maxTrackMin, duplicates }: GuildSettings,
): { readonly short: readonly T[]; readonly news: readonly T[]; readonly wanted: readonly T[] } {
  const short = tracks.filter((track) => !isTooLong(track, maxTrackMin))
  const keys = new Set(known.map(keyOf))
  const news = short.filter((track) => isNew(track, keys))
  return { short, news, wanted: duplicates === 'block' ? news : short }
}

/** Null: there's nothing to tell. */
export const remarksOn = ({ left, twice }: Taken): Remarks | null =>
  left + twice === 0 ? null : { left, twice }

/** The most tracks that may wait. */
export const queueLimit = ({ maxQueue }: GuildSettings): number =>
  maxQueue === 0 ? QUEUE_LIMIT : maxQueue

/** The first rule that leaves nothing. */
const codeOf = (rules: readonly (readonly [ErrorCode, readonly unknown[]])[]): ErrorCode | null =>
  rules.find(([, left]) => left.length === 0)?.[0] ?? null

/** A track whose length nobody knows, or without an end, is as long as it is. */
const isTooLong = ({ durationMs }: FoundTrack, maxTrackMin: number): boolean =>
  maxTrackMin > 0 && durationMs !== null && durationMs > maxTrackMin * MINUTE_MS

function isNew(track: FoundTrack, known: Set<string>): boolean {
  const key = keyOf(track)
  if (known.has(key)) return false
  known.add(key)
  return true
}

/** The same for two entries of the same song from the same place. */
export const keyOf = ({ source, locator }: FoundTrack): string => `${source} ${locator}`
