import type { Clock } from '../../base/clock.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { PublishedEvent, Subscriber } from '../../player/subscriber.ts'
import type { RequestChannelStore } from '../ports.ts'

/** Other processes of this bot change settings, too. */
const READ_AGAIN_MS = 5 * 60_000
/** After the database was away. */
const TRY_AGAIN_MS = 10_000

/**
 * Knows the request channels of all servers, so that a message anywhere else costs nothing. What's
 * set in this process holds at once; the rest is read from the database.
 */
export class RequestChannels implements Subscriber, Disposable {
  readonly name = 'request channels'
  readonly #store: RequestChannelStore
  readonly #clock: Clock
  readonly #log: Log
  /** By server. */
  #known = new Map<string, string>()
  /** What was set while the database is being read, which may not know of it. */
  readonly #set = new Map<string, string | null>()
  #timer: Disposable | null = null
  #isOver = false

  constructor(store: RequestChannelStore, clock: Clock, log: Log) {
    this.#store = store
    this.#clock = clock
    this.#log = log
  }

  has(guildId: string, channelId: string): boolean {
    return this.#known.get(guildId) === channelId
  }

  /** Reads them, now and from time to time. Resolves when that was done, or failed; never rejects. */
  async read(): Promise<void> {
    this.#set.clear()
    let againMs = READ_AGAIN_MS
    try {
      const known = new Map<string, string>(await this.#store.requestChannels())
      for (const [guildId, channelId] of this.#set) put(known, guildId, channelId)
      this.#known = known
    } catch (error) {
      againMs = TRY_AGAIN_MS
      this.#log.warn('couldn’t read which channels are for requests', reasonOf(error))
    }
    if (!this.#isOver) this.#timer = this.#clock.after(againMs, () => void this.read())
  }

  take({ guildId, event }: PublishedEvent): void {
    if (event.kind !== 'settings') return
    const { requestChannelId } = event.settings
    put(this.#known, guildId, requestChannelId)
    this.#set.set(guildId, requestChannelId)
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    this.#timer?.[Symbol.dispose]()
  }
}

function put(known: Map<string, string>, guildId: string, channelId: string | null): void {
  if (channelId === null) known.delete(guildId)
  else known.set(guildId, channelId)
}
