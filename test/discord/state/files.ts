import { newSnowflake } from './snowflake.ts'

/** A file of a message or of a command's option (docs: Message, "Attachment Object"). */
export interface AttachmentRecord {
  readonly id: string
  readonly filename: string
  readonly size: number
  readonly contentType: string
  readonly url: string
  readonly description: string | null
  readonly ephemeral: boolean
}

interface Stored {
  readonly bytes: Uint8Array
  readonly contentType: string
}

/** What Discord accepts from an account without Nitro or boosts: 10 MiB a file. */
export const ATTACHMENT_LIMIT_BYTES = 10 * 1024 * 1024

/**
 * The local CDN: serves what was attached, on a port of its own as the real one is on a host of its
 * own. Answers GET and HEAD, with a single byte range.
 */
export class FileStore implements AsyncDisposable {
  readonly #files = new Map<string, Stored>()
  /** Links that are signed from now on live so long. */
  linkLifeS = DAY_S
  /** How far its time is ahead. */
  #aheadS = 0
  readonly #key = crypto.randomUUID()
  readonly #server: Bun.Server<undefined>

  constructor() {
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      fetch: (request) => this.#serve(request),
    })
  }

  /** `127.0.0.1:PORT`, for whoever has to let the bot reach it. */
  get host(): string {
    return `127.0.0.1:${this.#server.port}`
  }

  add(
    channelId: string,
    file: { name: string; bytes: Uint8Array; contentType?: string; description?: string | null },
    ephemeral = false,
  ): AttachmentRecord {
    const id = newSnowflake()
    const filename = file.name.replaceAll(/[^\w.\-()]+/g, '_').slice(-260) || 'unknown'
    const folder = ephemeral ? 'ephemeral-attachments' : 'attachments'
    const path = `/${folder}/${channelId}/${id}/${filename}`
    const contentType = file.contentType || contentTypeOf(filename)
    this.#files.set(path, { bytes: file.bytes, contentType })
    return {
      id,
      filename,
      size: file.bytes.length,
      contentType,
      url: this.#signed(path),
      description: file.description ?? null,
      ephemeral,
    }
  }

  /** Forgets a file: its URL answers 404 from now on. */
  remove(attachment: AttachmentRecord): void {
    this.#files.delete(new URL(attachment.url).pathname)
  }

  /** Forgets all files: their messages were deleted. */
  clear(): void {
    this.#files.clear()
  }

  /** Makes every link that was signed so far end: a day and more goes by here, and here alone. */
  passADay(): void {
    this.#aheadS += DAY_S + this.linkLifeS
  }

  /**
   * What POST /attachments/refresh-urls gives for a link: one to the same path, whether or not a file is
   * there; null for a link of another host.
   */
  renewed(link: string): string | null {
    const url = URL.parse(link)
    if (url === null || url.host !== this.host || !PATH.test(url.pathname)) return null
    return this.#signed(url.pathname)
  }

  /** The real CDN signs its URLs; a client has to carry the query along. */
  #signed(path: string): string {
    const issued = this.#nowS()
    const query = `ex=${(issued + this.linkLifeS).toString(16)}&is=${issued.toString(16)}`
    return `http://${this.host}${path}?${query}&hm=${this.#signature(path, query)}&`
  }

  #signature(path: string, query: string): string {
    return new Bun.CryptoHasher('sha256', this.#key).update(`${path}?${query}`).digest('hex')
  }

  /** Whether its signature holds and its time isn't over. */
  #works({ pathname, searchParams }: URL): boolean {
    const [ex = '', is = ''] = ['ex', 'is'].map((name) => searchParams.get(name) ?? '')
    const isOurs = searchParams.get('hm') === this.#signature(pathname, `ex=${ex}&is=${is}`)
    return isOurs && Number.parseInt(ex, 16) > this.#nowS()
  }

  #nowS(): number {
    return Math.floor(Date.now() / 1000) + this.#aheadS
  }

  #serve(request: Request): Response {
    const url = new URL(request.url)
    const stored = this.#works(url) ? this.#files.get(url.pathname) : undefined
    if (!stored) return new Response('This content is no longer available.', { status: 404 })
    const headers = { 'content-type': stored.contentType, 'accept-ranges': 'bytes' }
    const size = stored.bytes.length
    const range = request.headers.get('range')
    if (range === null) return bytesOf(request, stored.bytes, 200, headers)
    const asked = parseRange(range, size)
    if (!asked)
      return new Response(null, { status: 416, headers: { 'content-range': `bytes */${size}` } })
    const [start, end] = asked
    return bytesOf(request, stored.bytes.subarray(start, end + 1), 206, {
      ...headers,
      'content-range': `bytes ${start}-${end}/${size}`,
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#files.clear()
    await this.#server.stop(true)
  }
}

function bytesOf(
  request: Request,
  bytes: Uint8Array,
  status: number,
  headers: Record<string, string>,
): Response {
  const all = { ...headers, 'content-length': String(bytes.length) }
  return new Response(request.method === 'HEAD' ? null : Uint8Array.from(bytes), {
    status,
    headers: all,
  })
}

/** One range of RFC 9110 section 14.1.2, both ends inclusive; null if it can't be satisfied. */
function parseRange(header: string, size: number): [number, number] | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header)
  if (!match) return null
  const [, from = '', to = ''] = match
  if (from === '' && to === '') return null
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  return start <= end ? [start, end] : null
}

const TYPES: Record<string, string> = {
  aac: 'audio/aac',
  flac: 'audio/x-flac',
  jpg: 'image/jpeg',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  png: 'image/png',
  txt: 'text/plain; charset=utf-8',
  wav: 'audio/x-wav',
  webm: 'video/webm',
}

function contentTypeOf(filename: string): string {
  const extension = filename.slice(filename.lastIndexOf('.') + 1).toLowerCase()
  return TYPES[extension] ?? 'application/octet-stream'
}

const DAY_S = 86_400
const PATH = /^\/(?:ephemeral-)?attachments\//
