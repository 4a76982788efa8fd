import { CircuitBreaker } from '../base/circuit-breaker.ts'
import { type Clock, systemClock } from '../base/clock.ts'
import { SegueError } from '../base/error.ts'
import type { AddressPolicy } from '../net/address-policy.ts'
import { cleanText } from './clean-text.ts'
import { Service } from './service.ts'

/** What stands in the address for what somebody typed (OpenSearch 1.1, "OpenSearch URL template syntax"). */
export const SEARCH_TERMS = '{searchTerms}'

/** Fewer characters say nothing yet. */
const LEAST_CHARS = 2
/** Discord's limit for a choice, and how much of what's typed is asked for. */
const MOST_CHARS = 100
const MOST_WORDS = 10
const WITHIN_MS = 1_000
/** Of everybody who types: people type on, so that an answer more or less is nothing. */
const AT_ONCE = 4
const LIMITS = { mostBytes: 64 * 1024, atOnce: AT_ONCE, perServer: AT_ONCE }
/** Texts whose answers are remembered, and how long. */
const REMEMBERED = 500
const REMEMBERED_MS = 10 * 60_000
/** A service that's away isn't asked at each letter. */
const BREAKER = { failures: 3, openMs: 60_000 }

/**
 * What people search for on the web who type the same: asked of a service that speaks OpenSearch
 * suggestions, a JSON list of what was typed and of what it may become.
 */
export class WebSuggestions {
  readonly #template: string | null
  readonly #service: Service
  readonly #clock: Clock
  readonly #breaker: CircuitBreaker
  readonly #known = new Map<
    string,
    { readonly words: readonly string[]; readonly untilMs: number }
  >()
  #underWay = 0

  /** `template`: the service's address with `SEARCH_TERMS` in it; null: nobody is asked. */
  constructor(template: string | null, policy: AddressPolicy, clock: Clock = systemClock) {
    this.#template = template
    // A breaker of its own, since what's no suggestion counts as well.
    const name = template === null ? '' : new URL(template).host
    this.#service = new Service({ name, policy, clock, limits: LIMITS })
    this.#clock = clock
    this.#breaker = new CircuitBreaker(clock, BREAKER)
  }

  /** Best first; none where the service is away or busy. Never rejects. */
  async for(text: string): Promise<readonly string[]> {
    const typed = text.trim().slice(0, MOST_CHARS)
    if (this.#template === null || typed.length < LEAST_CHARS) return []
    const known = this.#known.get(typed)
    if (known !== undefined && this.#clock.now() < known.untilMs) return known.words
    if (this.#underWay >= AT_ONCE) return []
    const url = this.#template.replace(SEARCH_TERMS, () => encodeURIComponent(typed.toWellFormed()))
    this.#underWay += 1
    try {
      const away = () => new SegueError('source-lost', 'suggestions')
      const signal = AbortSignal.timeout(WITHIN_MS)
      const asked = async () => wordsIn(await this.#service.json({ url }, signal))
      const words = await this.#breaker.run(asked, away)
      this.#remember(typed, words)
      return words
    } catch {
      return []
    } finally {
      this.#underWay -= 1
    }
  }

  #remember(typed: string, words: readonly string[]): void {
    this.#known.delete(typed)
    this.#known.set(typed, { words, untilMs: this.#clock.now() + REMEMBERED_MS })
    const oldest = this.#known.keys().next().value
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest)
  }
}

function wordsIn(answer: unknown): string[] {
  const words: unknown = Array.isArray(answer) ? answer[1] : null
  if (!Array.isArray(words)) throw new SegueError('unsupported', 'no suggestions')
  const texts = words.flatMap((word) => (typeof word === 'string' ? (cleanText(word) ?? []) : []))
  return texts.filter(({ length }) => length <= MOST_CHARS).slice(0, MOST_WORDS)
}
