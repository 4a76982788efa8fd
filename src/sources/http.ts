import { posix } from 'node:path'
import { SegueError } from '../base/error.ts'
import { containerOf, id3Length, streamOf } from '../base/file-signatures.ts'
import type { Media } from '../domain/media.ts'
import type { FoundTrack, Track } from '../domain/track.ts'
import type { AddressPolicy } from '../net/address-policy.ts'
import { HttpBytes } from '../net/http-bytes.ts'
import { NetError } from '../net/net-error.ts'
import type { Fields } from '../net/response-head.ts'
import type { Attachment } from '../player/ports.ts'
import { cleanText } from './clean-text.ts'
import { asFailure } from './failure.ts'
import { LinkHead } from './link-head.ts'
import type { Source } from './source.ts'
import type { TagReader } from './tag-reader.ts'
import type { Tags } from './tags.ts'

export const USER_AGENT = 'Segue/0.1'

/** A link to the same file that works by now. Rejects with a `SegueError`. */
export type FreshLink = (link: string, signal: AbortSignal) => Promise<string>

/** Audio files and streams that a URL leads to directly, and attachments. */
export class HttpFiles implements Source {
  readonly name = 'http'
  readonly #policy: AddressPolicy
  readonly #reader: TagReader
  readonly #freshLink: FreshLink

  /**
   * `reader` reads only the tags of links, so that whoever waits for one doesn't wait for a
   * library.
   */
  constructor(
    policy: AddressPolicy,
    reader: TagReader,
    freshLink: FreshLink = (link) => Promise.resolve(link),
  ) {
    this.#policy = policy
    this.#reader = reader
    this.#freshLink = freshLink
  }

  accepts(query: string): boolean {
    return /^https?:\/\//i.test(query)
  }

  /** Asks for the first bytes: 'not-audio' unless they, or their type, are audio's. */
  async find(query: string, signal: AbortSignal): Promise<FoundTrack[]> {
    return [await this.#probe(await this.#freshLink(query, signal), null, signal)]
  }

  async findAttachment(attachment: Attachment, signal: AbortSignal): Promise<FoundTrack[]> {
    if (attachment.sizeBytes === 0) throw new SegueError('empty-file')
    return [await this.#probe(attachment.url, attachment.name, signal)]
  }

  async open({ locator, live }: Track, signal: AbortSignal): Promise<Media> {
    const url = await this.#freshLink(locator, signal)
    if (url !== locator) await this.#isThere(url, signal)
    return { kind: 'http', url, headers: HEADERS, live }
  }

  /** Discord may sign a link to what was deleted: then 'attachment-gone' says more than a status does. */
  async #isThere(url: string, signal: AbortSignal): Promise<void> {
    try {
      const source = { url, headers: HEADERS, live: false }
      using _bytes = await HttpBytes.open(source, { policy: this.#policy, signal })
    } catch (error) {
      if (error instanceof NetError && error.expired) {
        throw new SegueError('attachment-gone', error.detail, { cause: error })
      }
      throw asFailure(error)
    }
  }

  async #probe(url: string, name: string | null, signal: AbortSignal): Promise<FoundTrack> {
    try {
      this.#reader.warm()
      const source = { url, headers: HEADERS, live: false }
      using bytes = await HttpBytes.open(source, { policy: this.#policy, signal })
      using head = new LinkHead(bytes, signal)
      if (!isAudio(await head.first(), bytes)) throw new SegueError('not-audio', bytes.hint)
      const track = trackOf(url, name, bytes.headers)
      return track.live ? track : named(track, await head.tags(this.#reader))
    } catch (error) {
      throw asFailure(error)
    }
  }
}

/** A track with the names in its file, if there are any. */
function named(track: FoundTrack, tags: Tags | null): FoundTrack {
  if (tags === null) return track
  const { title, artist, album, durationMs } = tags
  return { ...track, title: title ?? track.title, artist, album, durationMs }
}

const HEADERS = { 'user-agent': USER_AGENT, accept: 'audio/*, video/*;q=0.9, */*;q=0.5' }

/** Decided by the bytes, and by the type only when the bytes match no signature. */
function isAudio(head: Uint8Array, { hint }: HttpBytes): boolean {
  return isSound(head) || /^(?:audio|video)\/|^application\/(?:x-)?ogg$/.test(hint ?? '')
}

const isSound = (head: Uint8Array): boolean =>
  containerOf(head) !== null || streamOf(head) !== null || id3Length(head) > 0

function trackOf(url: string, attachedAs: string | null, headers: Fields): FoundTrack {
  const station = headers.get('icy-name')
  // A station names itself; a finite file has no reason to.
  const live = station !== null || headers.has('icy-br') || headers.has('icy-metaint')
  const file = attachedAs ?? dispositionName(headers) ?? fileName(url)
  return {
    source: 'http',
    locator: url,
    title: cleanText(station) ?? titleOf(file) ?? new URL(url).host,
    artist: null,
    album: null,
    durationMs: null,
    live,
    pageUrl: url,
  }
}

/** The name that a server suggests (RFC 6266; the extended form by RFC 8187 wins). */
function dispositionName(headers: Fields): string | null {
  const text = headers.get('content-disposition') ?? ''
  const extended = /filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(text)?.[1]
  if (extended !== undefined) return decode(extended)
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(text)
  return plain?.[1]?.replace(/\\(.)/g, '$1') ?? plain?.[2] ?? null
}

function fileName(url: string): string {
  return decode(posix.basename(new URL(url).pathname))
}

function titleOf(file: string): string | null {
  const base = posix.basename(file.replaceAll('\\', '/'))
  return cleanText(base.replace(/\.[a-z0-9]{1,5}$/i, '').replaceAll('_', ' '))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
