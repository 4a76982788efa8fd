const UTF8 = new TextDecoder('utf-8', { fatal: true })
const LF = 0x0a
const CR = 0x0d
/** Bytes that are looked at to tell UTF-16 without a mark of byte order. */
const PROBE_BYTES = 256
/** Letters of hiragana and katakana that make a text Japanese: two don't come about by chance. */
const KANA = /[\u3041-\u30fe].*?[\u3041-\u30fe]/s

/**
 * The text of a list or of lyrics, in whatever charset it was written: a mark of byte order tells, then
 * valid UTF-8, then what the server says (`charset`), what the list says itself (`STATED`), and at
 * last what it looks like: Shift_JIS, else Windows-1252, as everywhere on the web (WHATWG Encoding,
 * section 4.2).
 */
export function textIn(bytes: Uint8Array, charset: string | null): string {
  const marked = markedCharset(bytes) ?? wideCharset(bytes)
  if (marked !== null) return decoderOf(marked).decode(bytes)
  try {
    return UTF8.decode(bytes)
  } catch {
    const western = new TextDecoder('windows-1252').decode(bytes)
    const stated = decoded(bytes, charset ?? STATED.exec(western)?.[1])
    if (stated !== null) return stated
    const japanese = new TextDecoder('shift_jis').decode(bytes)
    return KANA.test(japanese) && !japanese.includes('\ufffd') ? japanese : western
  }
}

/** By the list (`#EXTENC`), or by XML's declaration. */
const STATED = /^(?:#EXTENC:\s*|<\?xml\b[^>]{0,80}\bencoding\s{0,9}=\s{0,9}["'])([\w-]{1,40})/im

/**
 * The bytes up to the last line that's whole, of a text that was cut somewhere: half a letter would
 * make it look like another charset. Also of UTF-16: a line that ends in its first byte is one that
 * `TextDecoder` drops.
 */
export function wholeLines(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1)
}

/** Whether bytes are UTF-16 with a mark of byte order, which is also how a frame of MPEG audio may begin. */
export function isWideText(bytes: Uint8Array): boolean {
  const marked = markedCharset(bytes)
  return marked !== null && wideCharset(bytes.subarray(2)) === marked
}

/** What the server says: `audio/x-mpegurl; charset=shift_jis`. */
export function charsetOf(contentType: string | null): string | null {
  return /;\s*charset\s*=\s*"?([\w-]{1,40})/i.exec(contentType ?? '')?.[1] ?? null
}

/** Null for a charset that's unknown, or not stated. */
function decoded(bytes: Uint8Array, charset: string | undefined): string | null {
  if (charset === undefined || /^utf-?8$/i.test(charset)) return null
  try {
    return decoderOf(charset).decode(bytes)
  } catch {
    return null
  }
}

/** Throws for a charset that's unknown. The type lists only some that there are. */
const decoderOf = (charset: string): TextDecoder =>
  new TextDecoder(charset as ConstructorParameters<typeof TextDecoder>[0])

/** By the mark of byte order (Unicode, section 23.8). */
function markedCharset([a, b]: Uint8Array): string | null {
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : null
}

/** UTF-16 without a mark: links are ASCII, so that every other byte is zero. */
function wideCharset(bytes: Uint8Array): string | null {
  const zeros = [0, 0]
  const probe = bytes.subarray(0, PROBE_BYTES)
  for (const [index, byte] of probe.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > probe.length / 4 && even === 0) return 'utf-16le'
  return even > probe.length / 4 && odd === 0 ? 'utf-16be' : null
}
