import { cleanText } from './clean-text.ts'

/** What a file says about itself. */
export interface Tags {
  readonly title: string | null
  readonly artist: string | null
  readonly album: string | null
  /** Place on its medium and the medium's in the set, for order within an album. */
  readonly trackNumber: number | null
  readonly discNumber: number | null
  readonly durationMs: number | null
}

/** What the thread that parses is asked, and what it answers; `tags` is null for a file it can't read. */
export interface TagRequest {
  readonly id: number
  readonly path: string
}
export interface TagReply {
  readonly id: number
  readonly tags: Tags | null
}

/** The fields of music-metadata that are used, as they come from hostile files. */
export interface RawTags {
  readonly common: {
    readonly title?: unknown
    readonly artist?: unknown
    readonly artists?: unknown
    readonly album?: unknown
    readonly track?: { readonly no?: unknown }
    readonly disk?: { readonly no?: unknown }
  }
  readonly format: { readonly duration?: unknown }
}

const MAX_DURATION_S = 7 * 24 * 3600

export function tagsOf({ common, format }: RawTags): Tags {
  const artists = Array.isArray(common.artists) ? common.artists.slice(0, 20).join(', ') : null
  const seconds = typeof format.duration === 'number' ? format.duration : Number.NaN
  return {
    title: cleanText(common.title),
    artist: cleanText(common.artist) ?? cleanText(artists),
    album: cleanText(common.album),
    trackNumber: count(common.track?.no),
    discNumber: count(common.disk?.no),
    durationMs: seconds > 0 && seconds < MAX_DURATION_S ? Math.round(seconds * 1000) : null,
  }
}

function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null
}
