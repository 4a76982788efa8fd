/** Before the comments of Vorbis, Opus and FLAC: what their packet begins with. */
const HEADS = ['\x03vorbis', 'OpusTags']
const FLAC_HEAD_BYTES = 4
const FLAC_COMMENTS = 4
/** More aren't read. */
const MOST_COMMENTS = 1_000
const SEPARATOR = Buffer.from(' - ')

/**
 * What a packet of comments calls the song, `Artist - Title` (Vorbis I, section 5.2; RFC 7845, section 5.2; RFC 9639,
 * section 8.6), in UTF-8 where whoever wrote it kept to that; empty: nothing. It may be cut off.
 */
export function titleInComments(packet: Uint8Array): Uint8Array {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength)
  const head = HEADS.find((text) => bytes.toString('latin1', 0, text.length) === text)
  const isFlac = ((bytes[0] ?? 0) & 0x7f) === FLAC_COMMENTS
  if (head === undefined && !isFlac) return NOTHING
  const fields = fieldsOf(bytes, head?.length ?? FLAC_HEAD_BYTES)
  const [artist, title] = [fields.get('ARTIST'), fields.get('TITLE')]
  if (title === undefined) return NOTHING
  return artist === undefined ? title : Buffer.concat([artist, SEPARATOR, title])
}

/** The first comment of each name. */
function fieldsOf(bytes: Buffer, start: number): Map<string, Buffer> {
  const fields = new Map<string, Buffer>()
  let at = start
  /** The next text, which its length precedes; null at the end. */
  const next = (): Buffer | null => {
    if (at + 4 > bytes.length) return null
    const from = at + 4
    at = from + bytes.readUInt32LE(at)
    return at > bytes.length ? null : bytes.subarray(from, at)
  }
  if (next() === null || at + 4 > bytes.length) return fields
  const count = Math.min(bytes.readUInt32LE(at), MOST_COMMENTS)
  at += 4
  for (let index = 0; index < count; index++) {
    const comment = next()
    if (comment === null) break
    const equals = comment.indexOf('=')
    if (equals < 1 || equals > NAME_CHARS) continue
    const name = comment.toString('latin1', 0, equals).toUpperCase()
    if (!fields.has(name) && equals + 1 < comment.length)
      fields.set(name, comment.subarray(equals + 1))
  }
  return fields
}

const NAME_CHARS = 40
const NOTHING = new Uint8Array()
