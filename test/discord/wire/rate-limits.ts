import type { Clock } from '../clock.ts'

/** So many calls in so long. */
export interface Bucket {
  readonly name: string
  readonly limit: number
  readonly perMs: number
}

/** What the headers of an answer tell of its bucket. */
export interface BucketState {
  readonly bucket: Bucket
  readonly remaining: number
  readonly resetAfterMs: number
  /** How long to wait when the call was over the limit. */
  readonly retryAfterMs: number | null
  readonly global: boolean
}

interface Window {
  used: number
  endsAtMs: number
}

/** A bot's calls over all routes (docs: Rate Limits, "Global Rate Limit"). */
const GLOBAL: Bucket = { name: 'global', limit: 50, perMs: 1000 }

/** Each interaction has a window of its own; past ones are swept when there are more than these. */
const MAX_WINDOWS = 2000

/** Fixed windows per bucket and top-level resource, as the docs describe them (docs: Rate Limits). */
export class RateLimits {
  readonly #clock: Clock
  readonly #windows = new Map<string, Window>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Counts one call. `owner` is the bot or the interaction's token; `major` the channel, server or webhook. */
  count(bucket: Bucket, owner: string, major: string, underGlobal: boolean): BucketState {
    const now = this.#clock.now()
    if (underGlobal) {
      const all = this.#window(GLOBAL, owner, now)
      if (all.used > GLOBAL.limit) return stateOf(GLOBAL, all, now, true)
    }
    return stateOf(bucket, this.#window(bucket, `${owner}/${major}`, now), now, false)
  }

  #window(bucket: Bucket, key: string, now: number): Window {
    const name = `${bucket.name}/${key}`
    let window = this.#windows.get(name)
    if (!window || window.endsAtMs <= now) {
      if (this.#windows.size > MAX_WINDOWS) this.#forgetPast(now)
      window = { used: 0, endsAtMs: now + bucket.perMs }
      this.#windows.set(name, window)
    }
    window.used += 1
    return window
  }

  #forgetPast(now: number): void {
    for (const [name, window] of this.#windows) {
      if (window.endsAtMs <= now) this.#windows.delete(name)
    }
  }
}

function stateOf(bucket: Bucket, window: Window, now: number, global: boolean): BucketState {
  const resetAfterMs = Math.max(0, window.endsAtMs - now)
  return {
    bucket,
    remaining: Math.max(0, bucket.limit - window.used),
    resetAfterMs,
    retryAfterMs: window.used > bucket.limit ? resetAfterMs : null,
    global,
  }
}

/** The headers of every answer of a bucket; with 429 also Retry-After (docs: Rate Limits, "Header Format"). */
export function rateLimitHeaders(state: BucketState): Record<string, string> {
  const seconds = (state.resetAfterMs / 1000).toFixed(3)
  const over: Record<string, string> =
    state.retryAfterMs === null ? {} : retryHeaders(state.retryAfterMs, state.global)
  if (state.global) return over
  return {
    'x-ratelimit-limit': String(state.bucket.limit),
    'x-ratelimit-remaining': String(state.remaining),
    'x-ratelimit-reset': ((Date.now() + state.resetAfterMs) / 1000).toFixed(3),
    'x-ratelimit-reset-after': seconds,
    'x-ratelimit-bucket': Bun.hash(state.bucket.name).toString(16),
    ...over,
  }
}

export function retryHeaders(retryAfterMs: number, global: boolean): Record<string, string> {
  return {
    'retry-after': String(Math.ceil(retryAfterMs / 1000)),
    'x-ratelimit-scope': global ? 'global' : 'user',
    ...(global ? { 'x-ratelimit-global': 'true' } : {}),
  }
}
