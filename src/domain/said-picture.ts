import type { StreamTitle } from '../base/stream-title.ts'
import { Check } from './schema/check.ts'
import { ARTWORK_URL_LENGTH, artworkUrlSchema } from './schema/track.ts'

const ARTWORK_URL = new Check(artworkUrlSchema)
const PICTURE = /\.(?:jpe?g|png|webp|gif|avif)$/i

/**
 * The picture that a station's link leads to; null: it leads to something else, mostly to the station's
 * page. Only a link that may be shown as any track's picture is one.
 */
export function pictureIn(said: StreamTitle | null): string | null {
  const link = said?.link ?? null
  if (link === null || link.length > ARTWORK_URL_LENGTH) return null
  const url = URL.parse(link)
  const isPicture = url !== null && PICTURE.test(url.pathname) && ARTWORK_URL.accepts(url.href)
  return isPicture ? url.href : null
}
