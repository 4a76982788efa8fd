import { posix } from 'node:path'
import { type Clock, systemClock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import { containerOf, id3Length, streamOf } from '../../base/file-signatures.ts'
import { type Cover, coverOf } from '../../domain/cover.ts'
import type { Media } from '../../domain/media.ts'
import { type Found, type FoundTrack, type Track, whole } from '../../domain/track.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import { HttpBytes } from '../../net/http-bytes.ts'
import { NetError } from '../../net/net-error.ts'
import type { Fields } from '../../net/response-head.ts'
import type { Attachment } from '../../player/ports.ts'
import { cleanText } from '../clean-text.ts'
import { asFailure } from '../failure.ts'
import { linksIn } from '../link-list/read.ts'
import { type Sighting, totalOf, tracksOfList } from '../link-list/tracks.ts'
import { paged } from '../pages.ts'
import type { Asking, Source } from '../source.ts'
import type { TagReader } from '../tags/tag-reader.ts'
import type { Tags } from '../tags/tags.ts'
import { isWideText } from '../text-bytes.ts'
import { USER_AGENT } from '../user-agent.ts'
import { LinkHead } from './link-head.ts'

/** A link to the same file that works by now. Rejects with a `SegueError`. */
export type FreshLink = (link: string, signal: AbortSignal) => Promise<string>

/** Audio files and streams that a URL leads to directly, and attachments. */
export class HttpFiles implements Source {
  readonly name = 'http'
  readonly #policy: AddressPolicy
  readonly #reader: TagReader
  readonly #freshLink: FreshLink
  readonly #clock: Clock

  /**
   * `reader` reads only the tags of links, so that whoever waits for one doesn't wait for a
   * library. `clock`: of the limits to what tags and lists may take.
   */
  constructor(
    policy: AddressPolicy,
    reader: TagReader,
    freshLink: FreshLink = (link) => Promise.resolve(link),
    clock: Clock = systemClock,
  ) {
    this.#clock = clock
    this.#policy = policy
    this.#reader = reader
    this.#freshLink = freshLink
  }

  owns(text: string): boolean {
    return /^https?:\/\//i.test(text)
  }

  /**
   * Asks for the first bytes: 'not-audio' unless they, or their type, are audio's, or they list links
   * to such.
   */
  async find(link: string, { signal }: Pick<Asking, 'signal'>): Promise<Found> {
    return await this.#tracks(await this.#freshLink(link, signal), null, signal)
  }

  async findAttachment(attachment: Attachment, signal: AbortSignal): Promise<Found> {
    if (attachment.sizeBytes === 0) throw new SegueError('empty-file')
    return await this.#tracks(attachment.url, attachment.name, signal)
  }

  async open(track: Track, { signal }: Pick<Asking, 'signal'>): Promise<Media> {
    const { locator, live } = track
    const url = await this.#freshLink(locator, signal)
    if (url !== locator) await this.#isThere(url, signal)
    return { kind: 'http', url, headers: HEADERS, live, track }
  }

  /** The picture in the tags of that file, read anew. Never rejects. */
  async cover(
    { locator, live }: FoundTrack,
    { signal }: Pick<Asking, 'signal'>,
  ): Promise<Cover | null> {
    if (live) return null
    try {
      const url = await this.#freshLink(locator, signal)
      const how = { policy: this.#policy, signal }
      using bytes = await HttpBytes.open({ url, headers: HEADERS, live: false }, how)
      using head = new LinkHead(bytes, signal, this.#clock)
      if (!isSound(await head.first())) return null
      const picture = await head.cover(this.#reader)
      return picture === null ? null : coverOf(picture)
    } catch {
      return null
    }
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

  /** `attachedAs`: the name of an attachment; null for any other link. */
  async #tracks(url: string, attachedAs: string | null, signal: AbortSignal): Promise<Found> {
    const sighting = await this.#look(url, attachedAs, signal)
    if (sighting.kind === 'track') return whole([sighting.track])
    const { entries } = sighting
    // Whoever takes the later pages waits longer than who asked for the first one.
    let asking = signal
    const ports = {
      signal: () => asking,
      look: (link: string) => this.#look(link, null, asking),
      unseen: (link: string) => trackOf(link, null, null),
    }
    const found = await paged(tracksOfList(url, entries, ports), totalOf(entries))
    const { rest } = found
    if (rest === null) return found
    return {
      ...found,
      rest: (later) => {
        asking = later
        return rest(later)
      },
    }
  }

  async #look(url: string, attachedAs: string | null, signal: AbortSignal): Promise<Sighting> {
    try {
      this.#reader.warm()
      const source = { url, headers: HEADERS, live: false }
      const how = { policy: this.#policy, signal, lists: true }
      using bytes = await HttpBytes.open(source, how)
      using head = new LinkHead(bytes, signal, this.#clock)
      const first = await head.first()
      const entries =
        isSound(first) && !isWideText(first) ? null : await linksIn(first, head, bytes, attachedAs)
      if (entries !== null) return { kind: 'list', entries }
      if (!isAudio(first, bytes)) throw new SegueError('not-audio', bytes.hint)
      const track = trackOf(url, attachedAs, bytes.headers)
      const named = track.live ? track : tagged(track, await head.tags(this.#reader))
      return { kind: 'track', track: named }
    } catch (error) {
      throw asFailure(error)
    }
  }
}

/** A track with the names in its file, if there are any. */
function tagged(track: FoundTrack, tags: Tags | null): FoundTrack {
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

/** `headers`: of its answer; null: nobody has asked for it yet. */
function trackOf(url: string, attachedAs: string | null, headers: Fields | null): FoundTrack {
  const station = headers?.get('icy-name') ?? null
  // A station names itself; a finite file has no reason to.
  const live = headers !== null && isStation(headers)
  const file = attachedAs ?? (headers && dispositionName(headers)) ?? fileName(url)
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

/** A server of stations tells of them, or at least what it is, and no length. */
function isStation(headers: Fields): boolean {
  const told = ['icy-name', 'icy-br', 'icy-metaint', 'icy-genre', 'icy-pub', 'ice-audio-info']
  if (told.some((name) => headers.has(name))) return true
  const isOne = /^(?:icecast|shoutcast)\b/i.test(headers.get('server') ?? '')
  return isOne && !headers.has('content-length')
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
