import { beginsLike, type Container, id3Length } from '../../base/file-signatures.ts'

/** The most top-level boxes of an MP4 to look at; there are a handful before the sound. */
const MAX_BOXES = 64
/** How far behind an ID3 tag the first MPEG frame, which tells how many follow, is looked for. */
const FRAME_SEARCH_BYTES = 4096
const USUAL_BYTES = 64 * 1024
/** What is longer is no track: a header that lies. */
const MAX_DURATION_MS = 7 * 24 * 3_600_000

/** These state a track's length where it begins. */
const STATING: readonly Container[] = ['flac', 'matroska', 'mp4']

/** How many of a file's first bytes are worth having for its tags. */
export function wantedBytes(head: Uint8Array): number {
  const tag = id3Length(head)
  return tag === 0 ? USUAL_BYTES : tag + FRAME_SEARCH_BYTES
}

/**
 * The part of a file's beginning that a parser can read to the end: for an MP4, the complete boxes.
 */
export function essentialBytes(head: Uint8Array): Uint8Array {
  if (!beginsLike(head, 'mp4')) return head
  const view = viewOf(head)
  let end = 0
  for (let boxes = 0; boxes < MAX_BOXES && end + 8 <= head.length; boxes++) {
    const size = view.getUint32(end)
    // 0 and 1 stand for "to the end" and a size of 64 bits, as mdat may have (ISO/IEC 14496-12, 4.2).
    if (size < 8 || end + size > head.length) break
    end += size
  }
  return head.subarray(0, end)
}

/**
 * Whether a container states its length where `head` shows it: FLAC, Matroska, MP4, and MPEG audio
 * with a Xing, Info or VBRI frame. For other formats a parser only estimates the length from the
 * bytes that it saw.
 */
export function statesDuration(head: Uint8Array): boolean {
  if (STATING.some((container) => beginsLike(head, container))) return true
  const from = id3Length(head)
  const frame = Buffer.from(head.subarray(from, from + FRAME_SEARCH_BYTES))
  return from < head.length && ['Xing', 'Info', 'VBRI'].some((name) => frame.includes(name))
}

/** The length of a WAV by its header: the bytes of sound, and how many make a second. Null for no WAV. */
export function wavDurationMs(head: Uint8Array): number | null {
  if (!beginsLike(head, 'wav')) return null
  const view = viewOf(head)
  let bytesPerSecond = 0
  for (let at = 12, chunks = 0; at + 8 <= head.length && chunks < MAX_BOXES; chunks++) {
    const size = view.getUint32(at + 4, true)
    if (textAt(head, at, 'fmt ') && at + 20 <= head.length) {
      bytesPerSecond = view.getUint32(at + 16, true)
    }
    if (textAt(head, at, 'data')) {
      // A stream that was written before its end was known has no size, or the largest.
      const isKnown = bytesPerSecond > 0 && size > 0 && size < 0xffff_ff00
      const ms = isKnown ? Math.round((size / bytesPerSecond) * 1000) : 0
      return ms > 0 && ms < MAX_DURATION_MS ? ms : null
    }
    at += 8 + size + (size % 2)
  }
  return null
}

function textAt(bytes: Uint8Array, at: number, text: string): boolean {
  return Buffer.from(bytes.subarray(at, at + text.length)).toString('latin1') === text
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
