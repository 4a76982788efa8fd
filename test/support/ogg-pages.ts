/** A page of an Ogg file (RFC 3533, section 6). */
export interface Page {
  /** The 27 bytes before the lacing; number and checksum are set when the pages are put together. */
  readonly head: Buffer
  readonly lacing: Buffer
  readonly body: Buffer
}

const HEAD_BYTES = 27

export function pages(file: Buffer): Page[] {
  const found: Page[] = []
  for (let at = 0; file.toString('latin1', at, at + 4) === 'OggS'; ) {
    const lacing = file.subarray(at + HEAD_BYTES, at + HEAD_BYTES + (file[at + 26] ?? 0))
    const start = at + HEAD_BYTES + lacing.length
    const end = start + lacing.reduce((sum, length) => sum + length, 0)
    found.push({
      head: file.subarray(at, at + HEAD_BYTES),
      lacing,
      body: file.subarray(start, end),
    })
    at = end
  }
  return found
}

/** The pages of one stream, numbered and with checksums. */
export function rewritten(all: readonly Page[]): Buffer {
  return Buffer.concat(
    all.map((page, number) => {
      const head = Buffer.from(page.head)
      head.writeUInt32LE(number, 18)
      head.writeUInt32LE(0, 22)
      head[26] = page.lacing.length
      const bytes = Buffer.concat([head, page.lacing, page.body])
      bytes.writeUInt32LE(checksum(bytes), 22)
      return bytes
    }),
  )
}

/** CRC-32 of polynomial 0x04C11DB7, most significant bit first, from zero and not inverted. */
function checksum(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  }
  return crc >>> 0
}
