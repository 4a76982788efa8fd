interface Named {
  readonly startMs: number
  readonly title: string
}

/** A box of MP4 (ISO/IEC 14496-12, section 4.2). */
export function box(type: string, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

/** A movie box with Nero's list of chapters, as FFmpeg writes it (`mov_write_chpl_tag`): times in units of 100 ns. */
export function chapterList(chapters: readonly Named[]): Buffer {
  const items = chapters.map(({ startMs, title }) => {
    const item = Buffer.alloc(9)
    item.writeBigUInt64BE(BigInt(startMs) * 10_000n)
    item.writeUInt8(Buffer.byteLength(title), 8)
    return Buffer.concat([item, Buffer.from(title)])
  })
  const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0, chapters.length])
  return box('moov', box('udta', box('chpl', head, ...items)))
}

/** An element of EBML (RFC 8794, sections 4 to 6), its size in eight bytes. */
export function ebml(id: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const head = Buffer.from(id.toString(16).padStart(id > 0xff ? 4 : 2, '0'), 'hex')
  const size = Buffer.alloc(8)
  size.writeBigUInt64BE(BigInt(body.length) | (1n << 56n))
  return Buffer.concat([head, size, body])
}

/** A Matroska file with chapters (RFC 9559, section 5.1.7), which lie behind what a seek head tells of. */
export function matroskaChapters(chapters: readonly Named[]): Buffer {
  const atoms = chapters.map(({ startMs, title }) => {
    const start = Buffer.alloc(8)
    start.writeBigUInt64BE(BigInt(startMs) * 1_000_000n)
    const display = title === '' ? [] : [ebml(0x80, ebml(0x85, Buffer.from(title)))]
    return ebml(0xb6, ebml(0x91, start), ...display)
  })
  const list = ebml(0x1043a770, ebml(0x45b9, ...atoms))
  const type = ebml(0x1a45dfa3, ebml(0x4282, Buffer.from('matroska')))
  const sound = ebml(0x1f43b675, Buffer.alloc(50))
  const seekHead = (position: number) => {
    const place = Buffer.alloc(4)
    place.writeUInt32BE(position)
    const id = Buffer.from('1043a770', 'hex')
    return ebml(0x114d9b74, ebml(0x4dbb, ebml(0x53ab, id), ebml(0x53ac, place)))
  }
  const position = seekHead(0).length + sound.length
  return Buffer.concat([type, ebml(0x18538067, seekHead(position), sound, list)])
}
