import type { Socket } from 'node:net'

/** A part of a station's programme: its sound, and what it says while that is on. */
export interface Song {
  readonly sound: Uint8Array
  /** As it stands in the block, in any charset; null: it says nothing new. */
  readonly says: Uint8Array | string | null
}

/** What a station sends who was asked for metadata, and where in the sound each song's block came. */
export interface Broadcast {
  readonly bytes: Buffer
  /** Bytes of sound before each song's block; null: it had none. */
  readonly places: readonly (number | null)[]
}

/**
 * Songs, one behind the other, with what is said of each mixed in at the first interval that falls in it:
 * so many bytes of sound, a byte that counts sixteens, then these, filled up with zeros (SHOUTcast
 * protocol, as Icecast's format_mp3.c and VLC's access/http speak it).
 */
export function broadcast(songs: readonly Song[], interval: number): Broadcast {
  const sound = Buffer.concat(songs.map((song) => song.sound))
  const places: (number | null)[] = songs.map(() => null)
  const parts: Uint8Array[] = []
  for (let at = 0; at < sound.length; at += interval) {
    parts.push(sound.subarray(at, at + interval))
    const place = at + interval
    if (place > sound.length) break
    const index = songAt(songs, place)
    const says = songs[index]?.says ?? null
    const isFirst = says !== null && places[index] === null
    if (isFirst) places[index] = place
    parts.push(isFirst ? metadataBlock(says) : Buffer.of(0))
  }
  return { bytes: Buffer.concat(parts), places }
}

export function metadataBlock(says: Uint8Array | string): Buffer {
  const bytes = typeof says === 'string' ? Buffer.from(says) : says
  const block = Buffer.alloc(1 + 16 * Math.ceil(bytes.length / 16))
  block[0] = (block.length - 1) / 16
  block.set(bytes, 1)
  return block
}

export const streamTitle = (title: string) => `StreamTitle='${title}';StreamUrl='';`

/** How servers of stations begin their answer. */
const HEADS = {
  /** SHOUTcast 1.9.8. */
  shoutcast1: (type: string) =>
    `ICY 200 OK\r\nicy-notice1:<BR>This stream requires <a href="http://www.winamp.com/">Winamp</a><BR>\r\n` +
    `icy-name:Night Radio\r\nicy-genre:Mixed\r\nicy-pub:1\r\ncontent-type:${type}\r\n`,
  /** SHOUTcast 2.6. */
  shoutcast2: (type: string) =>
    `HTTP/1.0 200 OK\r\nServer: Shoutcast DNAS/posix(linux x64) v2.6.1.777\r\nicy-name:Night Radio\r\n` +
    `icy-sr:44100\r\nicy-br:128\r\nContent-Type: ${type}\r\n`,
  /** Icecast 2.4.4. */
  icecast: (type: string) =>
    `HTTP/1.0 200 OK\r\nServer: Icecast 2.4.4\r\nContent-Type: ${type}\r\nCache-Control: no-cache, no-store\r\n` +
    `ice-audio-info: channels=2;samplerate=44100\r\nicy-name:Night Radio\r\nicy-pub:0\r\n`,
} as const
export type StationServer = keyof typeof HEADS

export const wantsMetadata = (head: string): boolean => /^icy-metadata: *1\r$/im.test(head)

/** Answers as that server does; the metadata only where it's asked for. */
export function tuneIn(
  socket: Socket,
  head: string,
  server: StationServer,
  { type = 'audio/mpeg', interval }: { type?: string; interval: number },
): void {
  const metaint = wantsMetadata(head) ? `icy-metaint:${interval}\r\n` : ''
  socket.write(`${HEADS[server](type)}${metaint}\r\n`)
}

function songAt(songs: readonly Song[], place: number): number {
  let end = 0
  return songs.findIndex((song) => {
    end += song.sound.length
    return place < end
  })
}
