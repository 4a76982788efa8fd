import { Check } from '../domain/schema/check.ts'
import { ARTWORK_URL_LENGTH, artworkUrlSchema } from '../domain/schema/track.ts'

const ARTWORK_URL = new Check(artworkUrlSchema)

/** Discord shows a thumbnail 85 pixels wide, on dense screens with three times as many. */
const WIDE_ENOUGH = 255
/** So many of an entry's pictures are looked at: sites name 50 at most. */
const PICTURES = 100

/**
 * The picture to show for an entry of yt-dlp's JSON: the smallest of `thumbnails` that is wide enough,
 * else the widest one. Pictures without a size come last, since sites guess some of those. Null: none
 * that may be linked.
 */
export function artworkOf(info: Readonly<Record<string, unknown>>): string | null {
  const all: unknown[] = Array.isArray(info.thumbnails) ? info.thumbnails : []
  const sized = all
    .slice(0, PICTURES)
    .flatMap((picture) => pictureFrom(picture) ?? [])
    .sort((one, other) => one.width - other.width)
  const fitting = sized.find(({ width }) => width >= WIDE_ENOUGH) ?? sized.at(-1)
  return fitting?.url ?? artworkLink(info.thumbnail)
}

function pictureFrom(value: unknown): { url: string; width: number } | null {
  if (typeof value !== 'object' || value === null) return null
  const { url, width } = value as Readonly<Record<string, unknown>>
  const link = artworkLink(url)
  return link !== null && typeof width === 'number' && width > 0 ? { url: link, width } : null
}

/** A picture's link as it may be shown; null: it may not. */
export function artworkLink(value: unknown): string | null {
  // What's longer isn't even parsed.
  if (typeof value !== 'string' || value.length > ARTWORK_URL_LENGTH) return null
  const href = URL.parse(value)?.href
  return ARTWORK_URL.accepts(href) ? href : null
}
