import type { Part } from '../../domain/media.ts'
import type { FoundTrack } from '../../domain/track.ts'

/** What the library says of one track before it's found. */
export interface EntryTags {
  readonly title: string
  readonly artist: string | null
  readonly album: string | null
  /** Folded, as they are compared. */
  readonly genres: readonly string[]
  /** The track's number on its disc, and the disc's in the set; 0: not known. */
  readonly trackNumber: number
  readonly discNumber: number
  readonly durationMs: number | null
  /** The recording's code, by which it's found; it isn't kept otherwise. */
  readonly isrc?: string
  /** Null: it's the whole file. */
  readonly part: Part | null
}

/** One track of the library, as it's found. */
export interface Entry extends EntryTags {
  /** Of its file, relative to the library, with "/". */
  readonly path: string
}

/**
 * What opens it again: the path of its file, and of a part also when it sounds, as a fragment of time
 * (W3C, "Media Fragments URI 1.0", section 4.2.1): `album.flac#t=61.5,123`.
 */
export function locatorOf({ path, part }: Pick<Entry, 'path' | 'part'>): string {
  if (part === null) return path
  const end = part.endMs === null ? '' : `,${part.endMs / 1000}`
  return `${path}#t=${part.startMs / 1000}${end}`
}

/** The title that most files' names tell: without the ending, and the number in front. */
export function titleInName(name: string): string {
  return name.replace(/\.[^.]*$/, '').replace(/^\d{1,3}[ ._-]+(?=.)/, '')
}

const FRAGMENT = /^(.+)#t=(\d{1,9}(?:\.\d{1,3})?)(?:,(\d{1,9}(?:\.\d{1,3})?))?$/s

/** The path of a locator's file, and the part that it names. */
export function placeOf(locator: string): { readonly path: string; readonly part: Part | null } {
  const [, path, start, end] = FRAGMENT.exec(locator) ?? []
  if (path === undefined) return { path: locator, part: null }
  const ms = (seconds: string) => Math.round(Number(seconds) * 1000)
  return { path, part: { startMs: ms(start ?? '0'), endMs: end === undefined ? null : ms(end) } }
}

export function trackOf(entry: Entry): FoundTrack {
  const { title, artist, album, durationMs } = entry
  return {
    ...{ source: 'local', locator: locatorOf(entry), title, artist, album, durationMs },
    ...{ live: false, pageUrl: null },
  }
}
