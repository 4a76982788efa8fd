import { type Client, PermissionFlagsBits } from 'discord.js'
import type { ChannelId, GuildId, MessageId } from '../../base/ids.ts'
import type { Players } from '../../player/players.ts'
import type { Library } from '../../player/ports.ts'
import type { PublishedEvent, Subscriber } from '../../player/subscriber.ts'
import { movedView } from '../views/card.ts'
import type { View } from '../views/view.ts'
import { wordsFor } from '../words/languages.ts'
import { Card } from './card.ts'
import type { CardPorts } from './card-ports.ts'

export interface CardsPorts extends Omit<CardPorts, 'stateOf' | 'wordsOf' | 'coverOf' | 'done'> {
  readonly client: Client
  readonly players: Pick<Players, 'holds' | 'state'>
  readonly library: Pick<Library, 'cover'>
}

/** So few are kept without looking whether each is still needed. */
const FEW = 100

/** The now-playing cards of this process's servers: they follow what happens to its players. */
export class Cards implements Subscriber, Disposable {
  readonly name = 'cards'
  readonly #cards = new Map<GuildId, Card>()
  readonly #ports: CardPorts
  #sweptAt = FEW
  #closed = false

  constructor({ client, players, library, ...ports }: CardsPorts) {
    this.#ports = {
      ...ports,
      stateOf: (guildId) =>
        this.#closed || !players.holds(guildId) ? null : players.state(guildId),
      wordsOf: (guildId) => {
        const { language } = players.state(guildId).settings
        const own = client.guilds.cache.get(guildId)?.preferredLocale ?? null
        return wordsFor(language === 'auto' ? own : language)
      },
      coverOf: async (guildId, track, signal) => {
        const { textChannelId } = players.state(guildId)
        const isShown = textChannelId !== null && mayAttach(client, textChannelId)
        return isShown ? await library.cover(track, guildId, signal) : null
      },
      done: (guildId) => this.#drop(guildId),
    }
  }

  take({ guildId, event }: PublishedEvent): void {
    this.#of(guildId).touch({ isNewTrack: event.kind === 'track_start' })
  }

  /** See `Card.check`. */
  check(guildId: GuildId): void {
    this.#of(guildId).check()
  }

  /** What a message with the card's buttons shows after a press; null: what it already does. */
  async pressed(guildId: GuildId, messageId: MessageId): Promise<View | null> {
    if (this.#ports.stateOf(guildId) === null) return movedView
    return await this.#of(guildId).pressed(messageId)
  }

  /** The press couldn't be answered with that. */
  unshown(guildId: GuildId, messageId: MessageId): void {
    this.#cards.get(guildId)?.unshown(messageId)
  }

  [Symbol.dispose](): void {
    this.#closed = true
    this.#sweep()
  }

  #of(guildId: GuildId): Card {
    const known = this.#cards.get(guildId)
    if (known !== undefined) return known
    const card = new Card(guildId, this.#ports)
    this.#cards.set(guildId, card)
    if (this.#cards.size > this.#sweptAt) this.#sweep()
    return card
  }

  /** Drops those of servers that are no longer this process's. */
  #sweep(): void {
    for (const guildId of [...this.#cards.keys()]) {
      if (this.#ports.stateOf(guildId) === null) this.#drop(guildId)
    }
    this.#sweptAt = Math.max(FEW, this.#cards.size * 2)
  }

  #drop(guildId: GuildId): void {
    this.#cards.get(guildId)?.[Symbol.dispose]()
    this.#cards.delete(guildId)
  }
}

/** Whether the bot may attach files there; true where the channel isn't known. */
function mayAttach(client: Client, channelId: ChannelId): boolean {
  const channel = client.channels.cache.get(channelId)
  if (channel === undefined || channel.isDMBased() || client.user === null) return true
  return channel.permissionsFor(client.user)?.has(PermissionFlagsBits.AttachFiles) ?? true
}
