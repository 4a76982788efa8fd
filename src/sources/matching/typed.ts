import type { FoundTrack } from '../../domain/track.ts'
import { type Version, versionsIn, versionsOf } from '../../domain/versions.ts'
import { without } from './alike.ts'
import { isNoise } from './noise.ts'
import { tidy, wordsOf } from './plain.ts'

/**
 * What words have found, in the order of their source; but a version that nobody asked for, like karaoke,
 * stands behind those that have as many of the words.
 */
export function inOrder(words: string, found: readonly FoundTrack[]): readonly FoundTrack[] {
  const asked = new Set(versionsIn(words))
  const wanted = wordsOf(tidy(words)).filter((word) => !isNoise(word))
  const [first] = found
  if (first === undefined || !isUnasked(first, asked)) return found
  const has = (track: FoundTrack) => sharedBy(track, wanted)
  const least = has(first)
  const isBetter = (track: FoundTrack) => !isUnasked(track, asked) && has(track) >= least
  const better = found.filter(isBetter)
  return [...better, ...found.filter((track) => !better.includes(track))]
}

const isUnasked = (track: FoundTrack, asked: ReadonlySet<Version>): boolean =>
  [...versionsOf({ title: tidy(track.title) }), ...versionsIn(track.artist ?? '')].some(
    (version) => !asked.has(version),
  )

const sharedBy = ({ title, artist, album }: FoundTrack, wanted: readonly string[]): number =>
  without(
    [artist, title, album].flatMap((text) => (text === null ? [] : wordsOf(tidy(text)))),
    wanted,
  ).shared
