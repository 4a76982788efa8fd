import type { Media } from '../../domain/media.ts'
import type { Track } from '../../domain/track.ts'
import type { HttpSource } from '../../net/http-answer.ts'
import { HttpBytes, type HttpBytesOptions } from '../../net/http-bytes.ts'
import { NetError } from '../../net/net-error.ts'
import type { ByteSource } from './byte-source.ts'

/** Asks for another link to the same bytes; null: there's none. Never rejects. */
export type Renew = (track: Track, signal: AbortSignal) => Promise<Media | null>

/** Bytes that count as progress: a link that ends sooner than this after another one isn't worth a third. */
const PROGRESS_BYTES = 64 * 1024
/** The most links in one whole reading: a day, of links that live for half an hour. */
const MOST_LINKS = 50

export interface RenewedBytesOptions extends Pick<HttpBytesOptions, 'policy' | 'backoff'> {
  readonly track: Track
  readonly renew: Renew
}

/**
 * Bytes behind a link that ends by itself, as sites sign them. When a server refuses to go on, another
 * link is asked for, and reading goes on at the same byte; what was decoded by then sounds meanwhile.
 */
export class RenewedBytes implements ByteSource {
  readonly lengthBytes: number | null
  readonly seekable: boolean
  readonly hint: string | null
  readonly #options: RenewedBytesOptions
  /** By the link that's good as far as anybody knows. */
  #bytes: HttpBytes
  /** The renewal that's under way, for all who read. */
  #renewing: Promise<boolean> | null = null

  /** Opens the link, or another one where it has ended already; rejects like `HttpBytes.open`. */
  static async open(
    link: HttpSource,
    options: RenewedBytesOptions,
    signal: AbortSignal,
  ): Promise<ByteSource> {
    const open = (source: HttpSource) => HttpBytes.open(source, { ...options, signal })
    const bytes = await open(link).catch(async (error: unknown) => {
      const media = isExpiry(error) ? await options.renew(options.track, signal) : null
      if (media?.kind !== 'http' || media.live) throw error
      return await open(media)
    })
    return bytes.seekable ? new RenewedBytes(bytes, options) : bytes
  }

  private constructor(bytes: HttpBytes, options: RenewedBytesOptions) {
    this.#bytes = bytes
    this.#options = options
    this.lengthBytes = bytes.lengthBytes
    this.seekable = bytes.seekable
    this.hint = bytes.hint
  }

  async *read(offset: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let position = offset
    let marked = offset
    for (let links = 1; ; links++) {
      const bytes = this.#bytes
      try {
        for await (const chunk of bytes.read(position, signal)) {
          position += chunk.length
          yield chunk
        }
        return
      } catch (error) {
        const isWorthIt = links === 1 || position - marked >= PROGRESS_BYTES
        if (!isExpiry(error) || !isWorthIt || links >= MOST_LINKS) throw error
        marked = position
        if (!(await this.#renewed(bytes, signal))) throw error
      }
    }
  }

  [Symbol.dispose](): void {
    this.#bytes[Symbol.dispose]()
  }

  /** Whether there's another link than that one now. */
  async #renewed(ended: HttpBytes, signal: AbortSignal): Promise<boolean> {
    if (this.#bytes !== ended) return true
    this.#renewing ??= this.#renew(signal).finally(() => {
      this.#renewing = null
    })
    return await this.#renewing
  }

  async #renew(signal: AbortSignal): Promise<boolean> {
    const { track, renew } = this.#options
    const media = await renew(track, signal)
    if (media?.kind !== 'http' || media.live) return false
    const bytes = await HttpBytes.open(media, { ...this.#options, signal }).catch(() => null)
    if (bytes === null) return false
    // Other bytes would be another track from the middle on, or noise.
    const isSame =
      bytes.lengthBytes === this.lengthBytes && bytes.seekable && bytes.hint === this.hint
    if (isSame) this.#bytes = bytes
    else bytes[Symbol.dispose]()
    return isSame
  }
}

const isExpiry = (error: unknown): boolean => error instanceof NetError && error.expired
