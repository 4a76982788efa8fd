import { songsOf } from './song.ts'
import type { Track } from './track.ts'

/** Services that keep what people have listened to. */
export const LISTEN_SERVICES = ['listenbrainz', 'lastfm'] as const
export type ListenServiceName = (typeof LISTEN_SERVICES)[number]

/** What somebody listens to, as such services know it. */
export interface Listen {
  readonly artist: string
  readonly title: string
  readonly album: string | null
  /** Null: nobody knows. */
  readonly durationMs: number | null
}

/** A track has to be longer than this to count (https://www.last.fm/api/scrobbling, "When is a scrobble a scrobble?"). */
const LEAST_MS = 30_000
/** A track counts once half of it was played, or this much, whichever comes first (the same page). */
const ENOUGH_MS = 240_000
const TEXT_LENGTH = 300

/** Null for what has no artist and title that anybody knows, and for streams. */
export function listenOf(track: Track, durationMs: number | null): Listen | null {
  if (track.live) return null
  const { artist, title, album } = track
  // Tags say what they mean; the names of a video may mean anything.
  const isTagged = artist !== null && (album !== null || track.source !== 'yt-dlp')
  const song = isTagged ? { artist, title } : songsOf(track)[0]
  return named(song.artist, song.title, album, durationMs)
}

/** What a station says that it plays: "Artist - Title". Null for anything else. */
export function listenIn(said: string): Listen | null {
  const [{ artist, title }] = songsOf({ artist: null, title: said })
  return named(artist, title, null, null)
}

/** How much of it has to be played until it counts, in ms; null: it doesn't, however much. */
export function countsAfterMs(durationMs: number | null): number | null {
  if (durationMs === null) return ENOUGH_MS
  return durationMs > LEAST_MS ? Math.min(durationMs / 2, ENOUGH_MS) : null
}

/** Whether a song that was played whole was long enough. */
export const isLongEnough = (playedMs: number): boolean => playedMs > LEAST_MS

function named(
  artist: string | null,
  title: string,
  album: string | null,
  durationMs: number | null,
) {
  if (artist === null || artist.trim() === '' || title.trim() === '') return null
  const cut = (text: string) => text.slice(0, TEXT_LENGTH).toWellFormed()
  return { artist: cut(artist), title: cut(title), album: album && cut(album), durationMs }
}
