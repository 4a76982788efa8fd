/** Values that may be gone at any time, and are gone after their time to live. */
export interface Cache {
  /** Null when there is none, it has expired, or the cache does not answer: it is only a cache. */
  get(key: string): Promise<string | null>
  /** `ttlMs` is at least 1. Does nothing while the cache does not answer. */
  set(key: string, value: string, ttlMs: number): Promise<void>
  delete(key: string): Promise<void>
}
