import { createHash } from 'node:crypto'
import type { Cache } from '../../cache/cache.ts'
import type { Answer } from './answer.ts'

/** What was found, and that there's nothing: a list may change, and what was private may be public soon. */
const KEEP_MS = 10 * 60_000
const NOTHING_MS = 60_000
/** Longer answers aren't kept: a hundred songs take half of that. */
const MOST_CHARS = 96 * 1024

/** What a host of a service answered, remembered for a while, so that it's asked once for what many play. */
export class KeptAnswers {
  readonly #cache: Cache | null
  readonly #host: string
  readonly #keepMs: number

  /** `cache`: null: nothing is remembered. */
  constructor(cache: Cache | null, host: string, keepMs: number = KEEP_MS) {
    this.#cache = cache
    this.#host = host
    this.#keepMs = keepMs
  }

  /** The answer at a path; a failure among them is that there's no such thing, others aren't remembered. */
  async at(path: string, ask: () => Promise<Answer>): Promise<Answer> {
    if (this.#cache === null) return await ask()
    const key = this.#keyOf(path)
    const kept = readKept(await this.#cache.get(key))
    if (kept !== null) return kept
    const answer = await ask()
    const isNothing = answer.failure === 'link-hidden'
    const text = answer.failure === null || isNothing ? JSON.stringify(answer) : null
    if (text !== null && text.length <= MOST_CHARS) {
      await this.#cache.set(key, text, isNothing ? NOTHING_MS : this.#keepMs)
    }
    return answer
  }

  /** Without the path, which names what somebody listens to. */
  #keyOf(path: string): string {
    return `answer:1:${this.#host}:${createHash('sha256').update(path).digest('base64url')}`
  }
}

/** Null: nothing that's known. */
function readKept(text: string | null): Answer | null {
  if (text === null) return null
  try {
    const answer = JSON.parse(text) as Answer
    return Array.isArray(answer.tracks) ? answer : null
  } catch {
    return null
  }
}
