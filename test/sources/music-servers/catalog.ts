/** What a local server of music holds. Names of albums and artists are their ids, spelt as one word. */
export interface CatalogSong {
  readonly id: string
  readonly title: string
  readonly artist: string
  readonly album: string
  readonly seconds: number
  readonly suffix: string
  readonly genre?: string
  readonly isrc?: string
  /** Timed words, by milliseconds. */
  readonly words?: readonly (readonly [number, string])[]
  /** Its picture; left out: it has none. */
  readonly cover?: Uint8Array<ArrayBuffer>
  readonly bytes: () => Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer>
}

export interface CatalogPlaylist {
  readonly id: string
  readonly name: string
  /** Ids of songs. */
  readonly songs: readonly string[]
}

export interface Catalog {
  readonly songs: readonly CatalogSong[]
  readonly playlists?: readonly CatalogPlaylist[]
  /** Ids of songs that go with every other one. */
  readonly similar?: readonly string[]
}

export const slug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-')

/** Whether every word begins a word of the text, as Navidrome and Jellyfin look for several words. */
export function hasWords(text: string, query: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  const wanted = query.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return wanted.every((word) => words.some((one) => one.startsWith(word)))
}

/** The first `cut` bytes of a range from the start, behind which the connection breaks. */
export function brokenOff(bytes: Uint8Array, cut: number): Response {
  const body = new ReadableStream({
    start: (controller) => controller.enqueue(bytes.slice(0, cut)),
    pull: (controller) => controller.error(),
  })
  const headers = {
    ...{ 'content-type': 'audio/wav', etag: `"${Bun.hash(bytes)}"` },
    'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
  }
  return new Response(body, { status: 206, headers })
}

/** Bytes as a file server sends them: whole, or the range that was asked for (RFC 9110, 14). */
export function sentFile(request: Request, bytes: Uint8Array<ArrayBuffer>, type: string): Response {
  const headers = { 'content-type': type, 'accept-ranges': 'bytes', etag: `"${Bun.hash(bytes)}"` }
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.get('range') ?? '') ?? []
  if (from === undefined) return new Response(bytes, { headers })
  const first = Number(from)
  if (first >= bytes.length) {
    const range = { 'content-range': `bytes */${bytes.length}` }
    return new Response(null, { status: 416, headers: { ...headers, ...range } })
  }
  const range = { 'content-range': `bytes ${first}-${bytes.length - 1}/${bytes.length}` }
  return new Response(bytes.slice(first), { status: 206, headers: { ...headers, ...range } })
}
