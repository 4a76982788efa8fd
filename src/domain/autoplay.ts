import { seededRandom } from './random.ts'
import type { autoplayModeSchema } from './schema/command.ts'
import type { Value } from './schema/schema.ts'
import type { relationSchema } from './schema/track.ts'
import { songKeysOf } from './song.ts'
import type { FoundTrack, Track } from './track.ts'
import { versionsOf } from './versions.ts'

/** What autoplay goes by. */
export type AutoplayMode = Value<typeof autoplayModeSchema>

/** How a track is related to the one before it. */
export type Relation = Value<typeof relationSchema>

/** A track that's related to another one. */
export interface Related {
  readonly track: FoundTrack
  readonly by: Relation
}

/** The best of what's related, among which chance decides: the same track isn't always next. */
const AMONG = 8

/**
 * One of the related tracks, best first: none of the songs in `known`, no live stream, and a version
 * that people don't expect, like a remix, only where `seed` is one too. Null: none is left.
 */
export function chooseRelated(
  related: readonly Related[],
  seed: FoundTrack,
  known: readonly Pick<Track, 'artist' | 'title'>[],
  chance: number,
): Related | null {
  const versions = versionsOf(seed)
  const taken = new Set([seed, ...known].flatMap(songKeysOf))
  const fitting: Related[] = []
  for (const one of related) {
    const { track } = one
    if (track.live || songKeysOf(track).some((key) => taken.has(key))) continue
    if (versionsOf(track).some((kind) => !versions.includes(kind))) continue
    fitting.push(one)
    if (fitting.length === AMONG) break
  }
  return fitting[Math.floor(seededRandom(chance)() * fitting.length)] ?? null
}
