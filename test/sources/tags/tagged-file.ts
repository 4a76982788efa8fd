/** Text frames of an ID3v2.4 tag (id3.org, "ID3 tag version 2.4.0"), by their four-letter ids. */
export type Id3Frames = Readonly<Record<string, string>>

/** An MP3 file made here: an ID3v2.4 tag and ten silent frames of MPEG-1 layer III, 128 kbit/s, 44.1 kHz. */
export function mp3(frames: Id3Frames, extra: Uint8Array = new Uint8Array()): Uint8Array {
  const body = Buffer.concat([
    ...Object.entries(frames).map(([id, text]) =>
      frame(id, Buffer.concat([Buffer.from([3]), Buffer.from(text, 'utf8')])),
    ),
    extra,
  ])
  const header = Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), synchsafe(body.length)])
  const silence = new Uint8Array(417)
  silence.set([0xff, 0xfb, 0x90, 0x00])
  return Buffer.concat([header, body, ...Array.from({ length: 10 }, () => silence)])
}

/** One ID3v2.4 frame. */
export function frame(id: string, content: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from(id, 'latin1'),
    synchsafe(content.length),
    Buffer.from([0, 0]),
    content,
  ])
}

/** Four bytes of seven bits. */
export function synchsafe(value: number): Buffer {
  return Buffer.from([value >>> 21, value >>> 14, value >>> 7, value].map((byte) => byte & 0x7f))
}
