import type { GuildId } from '../../base/ids.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { CardPlace, CardStore, StoredCard } from '../ports.ts'

/** Where one server's card is and whether it's over, as it's stored for after a restart. */
export class CardRecord {
  readonly #guildId: GuildId
  readonly #cards: CardStore
  readonly #log: Log
  /** Undefined: not yet read from the store. */
  #card: StoredCard | null | undefined
  #isStored = true

  constructor(guildId: GuildId, cards: CardStore, log: Log) {
    this.#guildId = guildId
    this.#cards = cards
    this.#log = log
  }

  /** Null: the server has no card, or what's stored wasn't read yet. */
  get place(): CardPlace | null {
    return this.#card ?? null
  }

  /** The card is there now, and shows what plays. Null: there's none any more. */
  moveTo(place: CardPlace | null): void {
    this.#card = place && { channelId: place.channelId, messageId: place.messageId, isOver: false }
    this.#isStored = false
  }

  /** Reads what's stored, once. Rejects when the database is away. */
  async load(): Promise<void> {
    if (this.#card !== undefined) return
    const stored = await this.#cards.load(this.#guildId)
    this.#card ??= stored
  }

  /** Stores what has changed. Tried again with the next change while the database is away. */
  async store(isOver: boolean): Promise<void> {
    if (this.#card === undefined) return
    if (this.#card !== null && this.#card.isOver !== isOver) {
      this.#card = { ...this.#card, isOver }
      this.#isStored = false
    }
    if (this.#isStored) return
    this.#isStored = true
    try {
      await this.#cards.save(this.#guildId, this.#card)
    } catch (error) {
      this.#isStored = false
      const fields = { guildId: this.#guildId, ...reasonOf(error) }
      this.#log.warn('couldn’t store where the now-playing card is', fields)
    }
  }
}
