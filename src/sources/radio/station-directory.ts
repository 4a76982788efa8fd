import type { AddressRules } from '../../base/address-rules.ts'
import type { Clock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import type { Cache } from '../../cache/cache.ts'
import { addressPolicy } from '../../net/address-policy.ts'
import type { OfferedStation, Station } from '../../player/ports.ts'
import { cleanText } from '../clean-text.ts'
import { hostAndPort } from '../named-host.ts'
import { Service } from '../service.ts'
import type { SourceHealth } from '../source.ts'

/** So many stations of an answer are taken, and asked for. */
const MOST_STATIONS = 25
/** Fewer characters fit nearly every station. */
const LEAST_CHARS = 2
const MOST_CHARS = 100
const KEPT = { forMs: 10 * 60_000, missForMs: 60_000 }
const LIMITS = {
  ...{ headMs: 3_000, wholeMs: 5_000, mostBytes: 512 * 1024 },
  // Nobody in particular asks.
  ...{ atOnce: 4, perServer: 4 },
}
/** Of a query that names one station. */
const PREFIX = 'radio-browser:'
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

export interface StationDirectoryOptions {
  /** Base of the service, without a slash at its end. */
  readonly url: string
  readonly addresses: Partial<AddressRules>
  readonly clock: Clock
  readonly cache: Cache | null
}

/**
 * A directory of radio stations that speaks radio-browser's protocol (https://api.radio-browser.info,
 * "Advanced station search" and "Count station click"). It gets to know what is typed, and which
 * station is played, but not who plays it. Rejects like `Service`.
 */
export class StationDirectory {
  readonly #base: string
  readonly #service: Service

  constructor({ url, addresses, clock, cache }: StationDirectoryOptions) {
    this.#base = url
    const policy = addressPolicy(addresses).naming(hostAndPort(url))
    this.#service = new Service({ name: new URL(url).host, policy, clock, cache, limits: LIMITS })
  }

  health(): SourceHealth {
    return this.#service.health()
  }

  /** Stations whose name has that text in it, the most listened to first. Those that are off the air are left out. */
  async search(text: string, signal: AbortSignal): Promise<readonly OfferedStation[]> {
    const name = text.trim().slice(0, MOST_CHARS).toWellFormed()
    if (name.length < LEAST_CHARS) return []
    const order = { hidebroken: 'true', order: 'clickcount', reverse: 'true' }
    const query = new URLSearchParams({ name, ...order, limit: String(MOST_STATIONS) })
    const url = `${this.#base}/json/stations/search?${query}`
    const answer = await this.#service.json({ url, keep: KEPT }, signal)
    if (answer === null) return []
    if (!Array.isArray(answer)) throw new SegueError('unsupported', 'no list of stations')
    return answer.slice(0, MOST_STATIONS).flatMap((one) => offeredFrom(one) ?? [])
  }

  /** Whether that is the query of one station. */
  knows(query: string): boolean {
    return query.startsWith(PREFIX) && UUID.test(query.slice(PREFIX.length))
  }

  /** The station of such a query, which is counted as a click there, as the directory asks for; null: it has gone. */
  async station(query: string, signal: AbortSignal): Promise<Station | null> {
    const url = `${this.#base}/json/url/${query.slice(PREFIX.length)}`
    const answer = await this.#service.json({ url }, signal)
    const { name, url: link } = recordFrom(answer)
    const title = cleanText(name, MOST_CHARS)
    return title === null || !isLink(link) ? null : { name: title, url: link }
  }
}

function offeredFrom(value: unknown): OfferedStation | null {
  const { stationuuid: uuid, name, countrycode, codec, bitrate, hls } = recordFrom(value)
  const title = cleanText(name, MOST_CHARS)
  if (title === null || typeof uuid !== 'string' || !UUID.test(uuid)) return null
  // Lists of segments are what yt-dlp plays.
  if (hls === 1 || hls === true) return null
  const country = matching(countrycode, /^[A-Z]{2}$/)
  const kind = matching(codec, /^[\w+.-]{2,10}$/)
  const kbits = typeof bitrate === 'number' && bitrate > 0 && bitrate < 10_000 ? `${bitrate}` : null
  const about = [country, [kind, kbits].filter((part) => part !== null).join(' ')]
  return {
    name: title,
    query: `${PREFIX}${uuid.toLowerCase()}`,
    about: about.filter(Boolean).join(' · ') || null,
  }
}

const matching = (value: unknown, pattern: RegExp): string | null =>
  typeof value === 'string' && pattern.test(value) && value !== 'UNKNOWN' ? value : null

const isLink = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 2_000 && /^https?:\/\//i.test(value)

const recordFrom = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
