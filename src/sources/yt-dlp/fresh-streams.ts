import type { Clock } from '../../base/clock.ts'
import type { YtdlpEntry } from './info.ts'

/**
 * A stream that was found with its track is used once instead of asking again, when the tracks before
 * it are over. Most signed links live for hours, and one that has ended by then is renewed.
 */
const FRESH_MS = 30 * 60_000
/** Of all servers; each takes about 2 KB. */
const KEPT = 1_000

/** Streams that were found with their tracks, by the tracks' locators. */
export class FreshStreams {
  readonly #clock: Clock
  readonly #recalled: ((hit: boolean) => void) | undefined
  readonly #entries = new Map<string, { entry: YtdlpEntry; untilMs: number }>()

  /** `recalled` is called after each look for one. */
  constructor(clock: Clock, recalled?: (hit: boolean) => void) {
    this.#clock = clock
    this.#recalled = recalled
  }

  remember(entry: YtdlpEntry): void {
    if (entry.stream === null) return
    const [oldest] = this.#entries.keys()
    if (this.#entries.size >= KEPT && oldest !== undefined) this.#entries.delete(oldest)
    this.#entries.set(entry.track.locator, { entry, untilMs: this.#clock.now() + FRESH_MS })
  }

  /** Null: none that can still be used. One that's returned is forgotten. */
  recall(locator: string): YtdlpEntry | null {
    const known = this.#entries.get(locator)
    this.#entries.delete(locator)
    const isFresh = known !== undefined && known.untilMs > this.#clock.now()
    this.#recalled?.(isFresh)
    return isFresh ? known.entry : null
  }

  clear(): void {
    this.#entries.clear()
  }
}
