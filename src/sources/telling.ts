import type { GuildId } from '../base/ids.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import type { Heard } from '../player/ports.ts'
import type { Source } from './source.ts'

/** What waits to be told of one server of Discord's: more than happens while a source takes its time. */
const MOST_WAITING = 10
/** A source that takes longer isn't waited for. */
const TOLD_WITHIN_MS = 20_000

/**
 * Tells sources what people hear of their tracks: of each server of Discord's one thing after the other, as
 * it happened. What happens meanwhile is told by its latest state.
 */
export class Telling implements Disposable {
  readonly #sources: readonly Source[]
  readonly #log: Log
  readonly #lines = new Map<GuildId, Heard[]>()
  readonly #over = new AbortController()

  constructor(sources: readonly Source[], log: Log) {
    this.#sources = sources
    this.#log = log
  }

  /** Whether its source wants to know. */
  wants({ source }: Pick<Heard['track'], 'source'>): boolean {
    return this.#sourceOf(source)?.tell !== undefined
  }

  /** Never throws. */
  tell(heard: Heard): void {
    const { guildId, kind } = heard
    const line = this.#lines.get(guildId)
    if (line === undefined) {
      void this.#tellAll(guildId, [heard])
      return
    }
    const last = line.at(-1)
    if (kind === 'goes-on' && last?.kind === kind && last.track.id === heard.track.id) line.pop()
    line.push(heard)
    if (line.length > MOST_WAITING) line.shift()
  }

  /** Gives up what's under way. */
  [Symbol.dispose](): void {
    this.#over.abort()
  }

  async #tellAll(guildId: GuildId, line: Heard[]): Promise<void> {
    this.#lines.set(guildId, line)
    for (let heard = line.shift(); heard !== undefined; heard = line.shift()) {
      if (this.#over.signal.aborted) break
      const signal = AbortSignal.any([this.#over.signal, AbortSignal.timeout(TOLD_WITHIN_MS)])
      const { source } = heard.track
      try {
        await this.#sourceOf(source)?.tell?.(heard, signal)
      } catch (error) {
        this.#log.debug('couldn’t tell a source what people hear', { source, ...reasonOf(error) })
      }
    }
    this.#lines.delete(guildId)
  }

  #sourceOf(source: string): Source | undefined {
    return this.#sources.find(({ name }) => name === source)
  }
}
