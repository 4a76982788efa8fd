import { oneLine, shorten } from '../base/one-line.ts'

const MAX_CHARS = 200

/**
 * Text from a tag, a page or a header, made fit for one line: no control characters, no
 * bidirectional overrides (they make a title lie about its order), white space folded, at most
 * 200 UTF-16 units. Null when nothing is left. It still needs escaping where it is shown.
 */
export function cleanText(value: unknown, maxChars: number = MAX_CHARS): string | null {
  if (typeof value !== 'string') return null
  // Cut roughly first, since a hostile tag may have megabytes.
  const rough = value
    .slice(0, maxChars * 8)
    .toWellFormed()
    .replace(/[\ufffc\ufffd]/g, '')
  const text = shorten(oneLine(rough, ''), maxChars)
  return text === '' ? null : text
}
