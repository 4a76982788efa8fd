import { type Clock, systemClock } from '../../../base/clock.ts'
import { SegueError } from '../../../base/error.ts'
import type { Media } from '../../../domain/media.ts'
import { NetError } from '../../../net/net-error.ts'
import type { ByteSource } from '../byte-source.ts'
import type { RenewedBytesOptions } from '../renewed-bytes.ts'
import { type Fetching, fetchList, fetchMap, fetchSegment, Keys } from './fetching.ts'
import { type MediaPlaylist, parsePlaylist, type Resource, type Segment } from './playlist.ts'

type Stream = Extract<Media, { kind: 'hls' }>

/** Playing starts so many segments before the newest one (RFC 8216, 6.3.3: three target durations). */
const FROM_END = 3
/** Segments or looks at the playlist that may fail in a row. */
const MOST_FAILURES = 5
/** Links in an hour. Sites' ones live for hours; each renewal is a run of the extractor, and one may end at once. */
const MOST_LINKS = 12
const HOUR_MS = 60 * 60_000
/** A stream that brings nothing new for so many of its segments' lengths is over. */
const STALLED_SEGMENTS = 10

export interface HlsOptions extends Pick<RenewedBytesOptions, 'policy' | 'renew'> {
  readonly clock?: Clock
}

/**
 * A live stream in segments (HTTP Live Streaming, RFC 8216), as the bytes of its segments behind one
 * another, from close to the present on. A reader that's too slow goes on with the oldest that's there.
 */
export class HlsBytes implements ByteSource {
  readonly lengthBytes = null
  readonly seekable = false
  readonly hint = null
  readonly #options: HlsOptions
  readonly #clock: Clock
  /** When links were renewed, the latest `MOST_LINKS`. */
  readonly #renewals: number[] = []
  readonly #ended = new AbortController()
  #stream: Stream
  /** The one that opening it has found, for the first reader. */
  #first: MediaPlaylist | null = null

  private constructor(stream: Stream, options: HlsOptions) {
    this.#stream = stream
    this.#options = options
    this.#clock = options.clock ?? systemClock
  }

  /** Rejects with a `NetError` where there's no such playlist. */
  static async open(stream: Stream, options: HlsOptions, signal: AbortSignal): Promise<HlsBytes> {
    const bytes = new HlsBytes(stream, options)
    bytes.#first = await bytes.#renewable(signal)
    return bytes
  }

  async *read(offset: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    if (offset !== 0) throw new SegueError('not-seekable')
    const stopped = AbortSignal.any([signal, this.#ended.signal])
    const keys = new Keys()
    let list: MediaPlaylist | null = this.#first ?? (await this.#renewable(stopped))
    this.#first = null
    let next = edgeOf(list)
    let map: Resource | null = null
    let failures = 0
    while (list !== null) {
      for (const segment of list.segments.filter(({ sequence }) => sequence >= next)) {
        next = segment.sequence + 1
        try {
          if (segment.map !== null && segment.map.url !== map?.url)
            yield await fetchMap(segment.map, this.#fetching, stopped)
          map = segment.map
          let bytes = 0
          for await (const chunk of fetchSegment(segment, this.#fetching, keys, stopped)) {
            bytes += chunk.length
            yield chunk
          }
          // Nothing that's decoded would hold back whoever asks for one empty part after another.
          if (bytes === 0) throw new NetError('source-lost', 'an empty part of a stream')
          failures = 0
        } catch (error) {
          if (stopped.aborted || !(error instanceof NetError)) throw error
          if (++failures > MOST_FAILURES) throw error
        }
      }
      list = list.ended ? null : await this.#later(list, next, stopped)
      if (list !== null && isAnew(list, next)) next = edgeOf(list)
    }
  }

  [Symbol.dispose](): void {
    this.#ended.abort()
  }

  get #fetching(): Fetching {
    const { headers, via } = this.#stream
    return { policy: this.#options.policy, headers, ...(via === undefined ? {} : { via }) }
  }

  /** The playlist once it has something new. Rejects when it hasn't for long, or can't be had. */
  async #later(before: MediaPlaylist, next: number, signal: AbortSignal): Promise<MediaPlaylist> {
    const { targetMs } = before
    const deadlineMs = this.#clock.now() + STALLED_SEGMENTS * targetMs
    let failures = 0
    // After one without anything new half as long (6.3.4).
    for (let waitMs = targetMs / 2; ; waitMs = targetMs / 2) {
      await this.#pause(waitMs, signal)
      try {
        const list = await this.#renewable(signal)
        failures = 0
        if (list.ended || isAnew(list, next) || lastOf(list) >= next) return list
      } catch (error) {
        if (signal.aborted || ++failures > MOST_FAILURES) throw error
      }
      if (this.#clock.now() > deadlineMs) throw new NetError('source-lost', 'nothing new comes')
    }
  }

  /** The playlist, by another link where that has ended. */
  async #renewable(signal: AbortSignal): Promise<MediaPlaylist> {
    try {
      return await this.#load(signal)
    } catch (error) {
      if (!(error instanceof NetError && error.expired) || !this.#mayRenew()) throw error
      const media = await this.#options.renew(this.#stream.track, signal)
      if (media?.kind !== 'hls') throw error
      this.#stream = media
      return await this.#load(signal)
    }
  }

  #mayRenew(): boolean {
    const nowMs = this.#clock.now()
    const renewals = this.#renewals
    if (renewals.length >= MOST_LINKS && nowMs - (renewals[0] ?? 0) < HOUR_MS) return false
    renewals.push(nowMs)
    if (renewals.length > MOST_LINKS) renewals.shift()
    return true
  }

  async #load(signal: AbortSignal): Promise<MediaPlaylist> {
    const found = await this.#parsed(this.#stream.url, signal)
    if (found.kind === 'media') return found
    const list = await this.#parsed(found.url, signal)
    if (list.kind === 'master')
      throw new NetError('not-audio', 'a playlist of playlists of playlists')
    this.#stream = { ...this.#stream, url: found.url }
    return list
  }

  async #parsed(link: string, signal: AbortSignal) {
    const { text, url } = await fetchList(link, this.#fetching, signal)
    const list = parsePlaylist(text, url)
    if (list === null) throw new NetError('not-audio', 'no playlist')
    return list
  }

  #pause(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const timer = this.#clock.after(ms, resolve)
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    return promise.finally(() => {
      timer[Symbol.dispose]()
      signal.removeEventListener('abort', stop)
    })
  }
}

const lastOf = ({ segments }: MediaPlaylist): number => segments.at(-1)?.sequence ?? -1

/** Where playing begins. */
function edgeOf({ segments, ended }: MediaPlaylist): number {
  const first: Segment | undefined = ended ? segments[0] : segments.at(-FROM_END)
  return (first ?? segments[0])?.sequence ?? 0
}

/** Whether the stream counts anew: a cache may be a bit behind, but not by all that it lists. */
const isAnew = (list: MediaPlaylist, next: number): boolean =>
  list.segments.length > 0 && lastOf(list) + list.segments.length < next
