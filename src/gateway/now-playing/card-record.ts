import type { GuildId } from '../../base/ids.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { CardPlace, CardStore } from '../ports.ts'

/** Where one server's card is, as it's stored for after a restart. */
export class CardRecord {
  readonly #guildId: GuildId
  readonly #cards: CardStore
  readonly #log: Log
  /** Undefined: not yet read from the store. */
  #place: CardPlace | null | undefined
  #isStored = true

  constructor(guildId: GuildId, cards: CardStore, log: Log) {
    this.#guildId = guildId
    this.#cards = cards
    this.#log = log
  }

  /** Null: the server has no card, or what's stored wasn't read yet. */
  get place(): CardPlace | null {
    return this.#place ?? null
  }

  set place(place: CardPlace | null) {
    this.#place = place
    this.#isStored = false
  }

  /** Reads what's stored, once. Rejects when the database is away. */
  async load(): Promise<void> {
    if (this.#place !== undefined) return
    const stored = await this.#cards.load(this.#guildId)
    this.#place ??= stored
  }

  /** Stores what has changed. Tried again with the next change while the database is away. */
  async store(): Promise<void> {
    if (this.#isStored || this.#place === undefined) return
    this.#isStored = true
    try {
      await this.#cards.save(this.#guildId, this.#place)
    } catch (error) {
      this.#isStored = false
      const fields = { guildId: this.#guildId, ...reasonOf(error) }
      this.#log.warn('couldn’t store where the now-playing card is', fields)
    }
  }
}
