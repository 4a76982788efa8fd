import { markedWav } from './marked-tones.ts'

/** Tags of a RIFF file's INFO list (Microsoft, "Multimedia Programming Interface", 1991): INAM is its title. */
export type RiffTags = Readonly<Partial<Record<'INAM' | 'IART' | 'IPRD' | 'IGNR', string>>>

/** A marked tone whose file has tags. */
export function taggedWav(toneHz: number, seconds: number, tags: RiffTags): Uint8Array {
  const list = chunk('LIST', [
    Buffer.from('INFO'),
    ...Object.entries(tags).map(([id, text]) => chunk(id, [Buffer.from(`${text}\0`)])),
  ])
  const file = Buffer.concat([markedWav(toneHz, seconds), list])
  file.writeUInt32LE(file.length - 8, 4)
  return file
}

function chunk(id: string, content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  const head = Buffer.alloc(8)
  head.write(id, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}
