const REPLACEMENT = '\uFFFD'
const NUL = '\u0000'
/** What JSON.stringify writes for a NUL or half of a surrogate pair, and for texts that look like it. */
const SUSPECT = /\\u(0000|d[89a-f])/i

/**
 * Text that PostgreSQL can store: no NUL, no half of a surrogate pair. Both occur in tags and web
 * pages, and one such title must not keep a whole queue from being stored.
 */
export function storable(text: string): string {
  return text.replaceAll(NUL, REPLACEMENT).toWellFormed()
}

/** A value as JSON text that PostgreSQL can store. */
export function storableJson(value: unknown): string {
  const plain = JSON.stringify(value)
  if (!SUSPECT.test(plain)) return plain
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? storable(part) : part,
  )
}
