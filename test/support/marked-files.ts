import { frame, synchsafe } from '../sources/tags/tagged-file.ts'
import type { AudioFiles } from './audio-files.ts'

/** A track as `markedWav` makes it, encoded by FFmpeg as the name and `args` ask for. */
export async function markedFile(
  files: AudioFiles,
  name: string,
  toneHz: number,
  seconds: number,
  ...args: string[]
): Promise<Buffer> {
  const sweep = '0.25*sin(2*PI*(200*t+25*t*t))'
  const source = `aevalsrc='${sweep}|0.25*sin(2*PI*${toneHz}*t)':s=44100:d=${seconds}`
  const path = await files.make(name, source, ...args)
  return Buffer.from(await Bun.file(path).arrayBuffer())
}

/** An ID3v2.4 tag (id3.org, "ID3 tag version 2.4.0") with nothing but a cover picture of that size. */
export function coverTag(bytes: number): Buffer {
  const picture = Buffer.alloc(bytes, 'JPEG')
  const head = Buffer.from('\0image/jpeg\0\x03\0', 'latin1')
  const apic = frame('APIC', Buffer.concat([head, picture]))
  return Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), synchsafe(apic.length), apic])
}

/** A FLAC file with a picture block (RFC 9639, section 8.8) put behind its first block. */
export function withFlacCover(flac: Buffer, bytes: number): Buffer {
  const streamInfoEnd = 4 + 4 + 34
  const picture = Buffer.alloc(4 + 4 + 'image/jpeg'.length + 4 + 16 + 4 + bytes, 'JPEG')
  picture.writeUInt32BE(3, 0) // front cover
  picture.writeUInt32BE('image/jpeg'.length, 4)
  picture.write('image/jpeg', 8, 'latin1')
  picture.fill(0, 18, 18 + 4 + 16) // no description, no dimensions
  picture.writeUInt32BE(bytes, 38)
  const header = Buffer.alloc(4)
  header.writeUInt32BE(picture.length, 0)
  header.writeUInt8(6, 0) // a picture, and not the last block
  return Buffer.concat([
    flac.subarray(0, streamInfoEnd),
    header,
    picture,
    flac.subarray(streamInfoEnd),
  ])
}
