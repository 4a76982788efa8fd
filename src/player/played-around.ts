import { fold } from '../base/fold.ts'
import type { AutoplayMode, Related } from '../domain/autoplay.ts'
import { songKeysOf, songsOf } from '../domain/song.ts'
import type { FoundTrack } from '../domain/track.ts'

/** Tracks so many places before and after a song were heard with it. */
const NEAR = 3

/**
 * What a server's history knows to go with a track: tracks of the same artist, and what was heard
 * around that artist's songs; the most often heard first. `heard` is the latest first.
 */
export function playedAround(
  heard: readonly FoundTrack[],
  seed: FoundTrack,
  mode: Exclude<AutoplayMode, 'off'>,
): Related[] {
  if (mode === 'genre') return []
  const artists = new Set(artistsOf(seed))
  const isSame = heard.map((track) => artistsOf(track).some((artist) => artists.has(artist)))
  const points = new Map<string, { track: FoundTrack; by: Related['by']; times: number }>()
  for (const [at, track] of heard.entries()) {
    const isOwn = isSame[at] === true
    const isNear = isSame.slice(Math.max(0, at - NEAR), at + NEAR + 1).includes(true)
    const fits = isOwn ? mode !== 'similar' : isNear && mode !== 'artist'
    const [key = ''] = songKeysOf(track)
    if (!fits) continue
    const known = points.get(key)
    if (known === undefined) points.set(key, { track, by: isOwn ? 'artist' : 'history', times: 1 })
    else known.times++
  }
  return [...points.values()]
    .sort((one, other) => other.times - one.times)
    .map(({ track, by }) => ({ track, by }))
}

const artistsOf = (track: FoundTrack): string[] =>
  songsOf(track).flatMap(({ artist }) => (artist === null ? [] : [fold(artist)]))
