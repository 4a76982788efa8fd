/** What the first packet of a stream tells of its sound. */
export interface OggSound {
  /** Samples a second that its granules count. */
  readonly rate: number
  /** The most samples that one of its packets has; null: each tells. */
  readonly mostInPacket: number | null
}

/** Null: it's no sound that anybody knows. */
export function soundOf(packet: Uint8Array): OggSound | null {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength)
  const begins = (text: string) => bytes.toString('latin1', 0, text.length) === text
  // RFC 7845, section 4: 48 kHz, whatever its input was.
  if (begins('OpusHead')) return { rate: 48_000, mostInPacket: null }
  // Vorbis I, sections 4.2.2 and 4.3.8: a packet gives half of the longer of its block sizes, which are powers of two.
  if (begins('\x01vorbis') && bytes.length >= 30) {
    const rate = bytes.readUInt32LE(12)
    return rate === 0 ? null : { rate, mostInPacket: 2 ** (bytes.readUInt8(28) >> 4) / 2 }
  }
  // RFC 9639, sections 8.2 and 10.1: 13 bytes of mapping and 4 of the block's head come before its size, and 20 bits of rate.
  if (begins('\x7fFLAC') && bytes.length >= 31) {
    const rate = bytes.readUInt32BE(27) >>> 12
    return rate === 0 ? null : { rate, mostInPacket: bytes.readUInt16BE(19) }
  }
  return null
}

/** Of a packet of Opus, by its first two bytes (RFC 6716, sections 3.1 and 3.2), at 48 kHz. */
export function opusSamples([toc = 0, count = 0]: Uint8Array): number {
  const config = toc >> 3
  const frame =
    config < 12
      ? (SILK[config & 3] ?? 0)
      : config < 16
        ? (HYBRID[config & 1] ?? 0)
        : (CELT[config & 3] ?? 0)
  const code = toc & 3
  return frame * (code === 0 ? 1 : code === 3 ? count & 0x3f : 2)
}

/** Samples of a frame: 10, 20, 40 and 60 ms; 10 and 20; 2.5, 5, 10 and 20. */
const SILK = [480, 960, 1920, 2880]
const HYBRID = [480, 960]
const CELT = [120, 240, 480, 960]
