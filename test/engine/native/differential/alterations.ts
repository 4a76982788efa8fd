import { coverTag } from '../../../support/marked-files.ts'
import { type Page, pages, rewritten } from '../../../support/ogg-pages.ts'

/** What is done to a file's bytes after FFmpeg wrote it. All are deterministic. */
export const ALTERATIONS = {
  'an ID3v2.3 tag in front': (file) => Buffer.concat([id3v23(), file]),
  'an ID3v2.4 tag with a picture of 1 MB in front': (file) =>
    Buffer.concat([coverTag(1 << 20), file]),
  'two ID3v2 tags in front': (file) => Buffer.concat([id3v23(), coverTag(30_000), file]),
  'an ID3v1 tag behind': (file) => Buffer.concat([file, id3v1()]),
  'an APEv2 tag behind': (file) => Buffer.concat([file, apev2()]),
  'APEv2 and ID3v1 tags behind': (file) => Buffer.concat([file, apev2(), id3v1()]),
  'an ID3v2.4 tag in front and an ID3v1 tag behind': (file) =>
    Buffer.concat([coverTag(5_000), file, id3v1()]),
  '1 KB of garbage in front': (file) => Buffer.concat([garbage(1_024), file]),
  '1 KB of garbage behind': (file) => Buffer.concat([file, garbage(1_024)]),
  '4 KB of zeros behind': (file) => Buffer.concat([file, Buffer.alloc(4_096)]),
  'cut in the middle': (file) => file.subarray(0, Math.floor(file.length * 0.6)),
  'joined with itself': (file) => Buffer.concat([file, file]),
  'a data size of 0': (file) => sized(file, 0),
  'a data size of 0xFFFFFFFF': (file) => sized(file, 0xff_ff_ff_ff),
  'a gain of -6 dB in its head': (file) =>
    opusHead(file, (head) => head.writeInt16LE(-6 * 256, 16)),
  'a gain of +3 dB in its head': (file) => opusHead(file, (head) => head.writeInt16LE(3 * 256, 16)),
  'a pre-skip of 3840 samples': (file) => opusHead(file, (head) => head.writeUInt16LE(3_840, 10)),
  'a pre-skip of 0': (file) => opusHead(file, (head) => head.writeUInt16LE(0, 10)),
  'an empty packet in the middle': (file) => {
    const all = pages(file)
    const middle = all.length >> 1
    const before = all[middle - 1]
    if (!before) return file
    return rewritten([...all.slice(0, middle), empty(before), ...all.slice(middle)])
  },
} as const satisfies Record<string, (file: Buffer) => Buffer>

export type Alteration = keyof typeof ALTERATIONS

/** ID3v2.3 (id3.org): a title, sizes without the seven bits within frames. */
function id3v23(): Buffer {
  const text = Buffer.from('\0A title of ID3v2.3', 'latin1')
  const head = Buffer.alloc(10)
  head.write('TIT2', 0)
  head.writeUInt32BE(text.length, 4)
  const padding = Buffer.alloc(100)
  const size = 10 + text.length + padding.length
  const tag = Buffer.from([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, size >> 7, size & 0x7f])
  return Buffer.concat([tag, head, text, padding])
}

/** 128 bytes, "TAG" and fields of fixed width. */
function id3v1(): Buffer {
  const tag = Buffer.alloc(128, ' ')
  tag.write('TAGa title of ID3v1', 0)
  tag[127] = 12
  return tag
}

/** APEv2 (Hydrogenaudio, "APEv2 specification"): a header, one item, a footer. */
function apev2(): Buffer {
  const value = Buffer.from('a title of APEv2')
  const item = Buffer.alloc(8 + 6)
  item.writeUInt32LE(value.length, 0)
  item.write('Title\0', 8)
  const mark = (flags: number) => {
    const head = Buffer.alloc(32)
    head.write('APETAGEX', 0)
    head.writeUInt32LE(2_000, 8)
    head.writeUInt32LE(item.length + value.length + 32, 12)
    head.writeUInt32LE(1, 16)
    head.writeUInt32LE(flags, 20)
    return head
  }
  return Buffer.concat([mark(0xa0000000), item, value, mark(0x80000000)])
}

/** Bytes without a sync word of MPEG audio, ADTS or a container. */
function garbage(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => (i * i * 31 + 7 * i) % 251))
}

/** The size of a WAV's 'data', and that of the file. */
function sized(file: Buffer, size: number): Buffer {
  const altered = Buffer.from(file)
  altered.writeUInt32LE(size, 4)
  altered.writeUInt32LE(size, altered.indexOf('data') + 4)
  return altered
}

/** The head of an Ogg Opus file (RFC 7845, section 5.1). */
function opusHead(file: Buffer, change: (head: Buffer) => void): Buffer {
  const [first, ...rest] = pages(file)
  if (!first) return file
  const body = Buffer.from(first.body)
  change(body)
  return rewritten([{ ...first, body }, ...rest])
}

/** A page with one packet of no bytes, at the time of the page before. */
function empty(before: Page): Page {
  const head = Buffer.from(before.head)
  head[5] = 0
  return { head, lacing: Buffer.from([0]), body: Buffer.alloc(0) }
}
