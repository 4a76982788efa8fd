const MAX_CHARS = 200

/**
 * Text from a tag, a page or a header, made fit for one line: no control characters, no
 * bidirectional overrides (they make a title lie about its order), white space folded, at most
 * 200 characters. Null when nothing is left. It still needs escaping where it is shown.
 */
export function cleanText(value: unknown, maxChars: number = MAX_CHARS): string | null {
  if (typeof value !== 'string') return null
  // Cut roughly first, since a hostile tag may have megabytes.
  const text = value
    .slice(0, maxChars * 8)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffd]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
  const chars = [...text]
  if (chars.length === 0) return null
  return chars.length <= maxChars
    ? text
    : `${chars
        .slice(0, maxChars - 1)
        .join('')
        .trimEnd()}…`
}
