import type { ErrorCode } from '../../base/error.ts'
import type { SourceHealth } from '../source.ts'

/** What isn't the page's fault. */
const OWN_FAULTS: ReadonlySet<ErrorCode> = new Set([
  'ytdlp-failed',
  'ytdlp-missing',
  'host-refused',
  'rate-limited',
  'source-timeout',
  'source-busy',
  'source-lost',
])
/** One page, or one bad minute of a site's, says nothing yet. */
const FAILING_AFTER = 3

/** How yt-dlp's runs have ended. */
export class YtdlpHealth {
  #version: string | null = null
  #inARow = 0
  #last: ErrorCode | null = null

  /** It runs, and is that one. */
  is(version: string | null): void {
    this.#version = version
    this.#inARow = 0
  }

  /** A run ended: well (null), or with a failure. */
  ended(code: ErrorCode | null): void {
    if (code === null) this.#inARow = 0
    else if (OWN_FAULTS.has(code)) {
      this.#inARow += 1
      this.#last = code
    }
  }

  of(installed: boolean): SourceHealth {
    const name = 'yt-dlp'
    if (!installed) return { name, state: 'missing', detail: null }
    const isFailing = this.#inARow >= FAILING_AFTER
    return isFailing
      ? { name, state: 'failing', detail: this.#last }
      : { name, state: 'ok', detail: this.#version }
  }
}
