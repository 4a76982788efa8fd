import type { SEGMENT_CATEGORIES } from './schema/settings.ts'

/** What people call a part of a video: SponsorBlock's categories of what can be left out. */
export type SegmentCategory = (typeof SEGMENT_CATEGORIES)[number]

/** A part of a track that somebody has named. Milliseconds into the track. */
export interface Segment {
  readonly category: SegmentCategory
  readonly startMs: number
  readonly endMs: number
}

/** A stretch of a track that's left out. */
export interface Gap {
  readonly startMs: number
  readonly endMs: number
  /** Of the segments that it's made of, each once. */
  readonly categories: readonly SegmentCategory[]
  /** Whether nothing of the track follows it. */
  readonly last: boolean
}

/** Segments of one track that are looked at: the most crowded videos have a few dozen. */
export const MOST_SEGMENTS = 100

/** Whoever marks a segment hits a track's ends only so well, and a site tells whole seconds. */
const EDGE_MS = 1_000
/** Less isn't worth the jump, nor is what would sound between two jumps. */
const LEAST_MS = 1_000

/**
 * What is left out of a track with these segments, in order: only of those categories, within the
 * track, and as one gap what touches. Nothing, when nothing of the track would be left. `durationMs`
 * null: nobody knows it.
 */
export function gapsIn(
  segments: readonly Segment[],
  categories: readonly SegmentCategory[],
  durationMs: number | null,
): readonly Gap[] {
  const endMs = durationMs ?? Number.POSITIVE_INFINITY
  const wanted = segments
    .slice(0, MOST_SEGMENTS)
    .filter(({ category }) => categories.includes(category))
    .map((segment) => within(segment, endMs))
    .sort((one, other) => one.startMs - other.startMs)
  const gaps: Gap[] = []
  for (const gap of wanted) {
    const before = gaps.at(-1)
    if (before === undefined || gap.startMs - before.endMs >= LEAST_MS) gaps.push(gap)
    else gaps[gaps.length - 1] = joined(before, gap)
  }
  const found = gaps.filter(({ startMs, endMs: to }) => to - startMs >= LEAST_MS)
  return found[0]?.startMs === 0 && found[0].last ? [] : found
}

function within({ category, startMs, endMs }: Segment, trackEndMs: number): Gap {
  const last = endMs >= trackEndMs - EDGE_MS
  return {
    startMs: startMs < EDGE_MS ? 0 : Math.min(startMs, trackEndMs),
    endMs: last ? trackEndMs : endMs,
    ...{ categories: [category], last },
  }
}

const joined = (one: Gap, other: Gap): Gap => ({
  startMs: one.startMs,
  endMs: Math.max(one.endMs, other.endMs),
  categories: [...new Set([...one.categories, ...other.categories])],
  last: one.last || other.last,
})
