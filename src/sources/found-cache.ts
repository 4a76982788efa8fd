import { createHash } from 'node:crypto'
import { codeOf, type ErrorCode, SegueError } from '../base/error.ts'
import type { Cache } from '../cache/cache.ts'
import { Check } from '../domain/schema/check.ts'
import { foundTrackSchema } from '../domain/schema/track.ts'
import { type Found, type FoundTrack, whole } from '../domain/track.ts'

/** Titles and lengths change seldom; where the bytes are is asked anew whenever a track is played. */
const KEPT_MS = 10 * 60_000
/** Shorter, as what failed may be mended. */
const FAILURE_KEPT_MS = 60_000
/** Longer answers aren't remembered. */
const MOST_CHARS = 64 * 1024
/** What a page says of itself, so that it'd say it again. */
const LASTING: ReadonlySet<ErrorCode> = new Set([
  ...(['nothing-found', 'gone', 'age-limit', 'region', 'sign-in', 'drm', 'unsupported'] as const),
])

const track = new Check(foundTrackSchema)

/**
 * Remembers what asking a site found, or why it found nothing, for a while: each look is a program that
 * runs for a second, and a song that's played in one server is often played in the next. Lists that go
 * on aren't remembered.
 */
export class FoundCache {
  readonly #cache: Cache | null

  /** Null: nothing is remembered. */
  constructor(cache: Cache | null) {
    this.#cache = cache
  }

  /** What `find` finds, or found a moment ago for that key. Rejects as it does. */
  async find(key: string, find: () => Promise<Found>): Promise<Found> {
    if (this.#cache === null) return await find()
    // Links may be members' own, and a key is seen by whoever looks into a store.
    const name = `found:${createHash('sha256').update(key).digest('base64url')}`
    const known = read(await this.#cache.get(name))
    if (known !== null) return known
    try {
      const found = await find()
      if (found.rest === null) await this.#keep(name, { tracks: found.tracks }, KEPT_MS)
      return found
    } catch (error) {
      const code = codeOf(error)
      if (LASTING.has(code)) await this.#keep(name, { code }, FAILURE_KEPT_MS)
      throw error
    }
  }

  async #keep(name: string, value: unknown, forMs: number): Promise<void> {
    const text = JSON.stringify(value)
    if (text.length <= MOST_CHARS) await this.#cache?.set(name, text, forMs)
  }
}

/** Null: nothing that's known, or that this version can read. Throws what's known to be the failure. */
function read(kept: string | null): Found | null {
  if (kept === null) return null
  const { tracks, code } = parsed(kept)
  const failure = [...LASTING].find((one) => one === code)
  if (failure !== undefined) throw new SegueError(failure, 'as a moment ago')
  if (!Array.isArray(tracks) || tracks.length === 0) return null
  const isSound = tracks.every((one): one is FoundTrack => track.accepts(one))
  return isSound ? whole(tracks) : null
}

function parsed(text: string): { readonly tracks?: unknown; readonly code?: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
