import { inItsCharset } from '../../base/charset.ts'
import { fold } from '../../base/fold.ts'
import { cleanText } from '../clean-text.ts'
import { isrcOf } from '../isrc.ts'

/** A file's tags. */
export interface Tags {
  readonly title: string | null
  readonly artist: string | null
  readonly album: string | null
  /** Folded, as they are compared. */
  readonly genres: readonly string[]
  /** The track's number on its disc, and the disc's in the set, for order within an album. */
  readonly trackNumber: number | null
  readonly discNumber: number | null
  readonly durationMs: number | null
  /** The recording's code; left out: the file doesn't say. */
  readonly isrc?: string
}

/** Messages to and from the thread that parses; `tags` is null for a file it can't read. */
export type TagRequest = { readonly id: number } & TagQuestion
/** What of it is read, beside the tags. */
export type TagQuestion = TagSource & { readonly also?: 'lyrics' | 'cover' }
/** A file, or the beginning of one that lies elsewhere. */
export type TagSource =
  | { readonly path: string }
  | { readonly head: Uint8Array; readonly sizeBytes: number | null }
export interface TagReply {
  readonly id: number
  readonly tags: Tags | null
  /** LRC or plain text; null: the file has none. */
  readonly lyrics?: string | null
  /** The bytes of a picture; null: the file has none that's small enough. */
  readonly cover?: Uint8Array | null
}

/** The fields of music-metadata that are used, as they come from hostile files. */
export interface RawTags {
  readonly common: {
    readonly title?: unknown
    readonly artist?: unknown
    readonly artists?: unknown
    readonly album?: unknown
    readonly genre?: unknown
    readonly isrc?: unknown
    readonly lyrics?: unknown
    readonly track?: { readonly no?: unknown }
    readonly disk?: { readonly no?: unknown }
  }
  readonly format: {
    readonly duration?: unknown
    readonly tagTypes?: unknown
    readonly hasVideo?: unknown
  }
}

const MAX_DURATION_S = 7 * 24 * 3600

export function tagsOf({ common, format }: RawTags): Tags {
  // A video's length is that of the picture.
  const isKnown = typeof format.duration === 'number' && format.hasVideo !== true
  const seconds = isKnown ? Number(format.duration) : Number.NaN
  return {
    title: textOf(common.title),
    artist: artistOf(common.artist, common.artists, format.tagTypes),
    album: textOf(common.album),
    genres: genresOf(common.genre),
    trackNumber: count(common.track?.no),
    discNumber: count(common.disk?.no),
    durationMs: seconds > 0 && seconds < MAX_DURATION_S ? Math.round(seconds * 1000) : null,
    ...isrcOf(Array.isArray(common.isrc) ? common.isrc[0] : common.isrc),
  }
}

/** Cut before anything reads it, since a hostile tag may have megabytes. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' ? cleanText(inItsCharset(value.slice(0, MAX_CHARS))) : null
}

/**
 * All artists of a track. The parser splits them, and in ID3v2.2 and 2.3 "K/DA" as well, since "/"
 * stands between artists there; put together the same way, the name is what was written.
 */
function artistOf(first: unknown, all: unknown, tagTypes: unknown): string | null {
  const names = Array.isArray(all) ? all.slice(0, MAX_ARTISTS) : []
  // A separate artist field ("A feat. B") says more than the list.
  if (first !== undefined && first !== names[0]) return textOf(first)
  const isSlashed = Array.isArray(tagTypes) && tagTypes.some((type) => SLASHED.has(type))
  return textOf(names.join(isSlashed ? '/' : ', '))
}

/** Players also write several into one text. */
function genresOf(values: unknown): string[] {
  const texts = Array.isArray(values) ? values.slice(0, MAX_GENRES) : []
  const named = texts.flatMap((text) => (textOf(text) ?? '').split(/[,;/|]/)).map(fold)
  return [...new Set(named.filter((genre) => genre !== ''))].slice(0, MAX_GENRES)
}

const MAX_GENRES = 10
const MAX_CHARS = 4096
const MAX_ARTISTS = 20
const SLASHED: ReadonlySet<unknown> = new Set(['ID3v2.2', 'ID3v2.3'])

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null
}
