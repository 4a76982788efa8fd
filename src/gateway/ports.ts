import type { ChannelId, GuildId, MessageId } from '../base/ids.ts'

/** Where a server's now-playing card is. */
export interface CardPlace {
  readonly channelId: ChannelId
  readonly messageId: MessageId
}

/** A card as it's stored. `isOver`: it shows that nothing plays. */
export interface StoredCard extends CardPlace {
  readonly isOver: boolean
}

/** A voice channel whose status the bot has set, and what stood there before; null: nothing. */
export interface StandingStatus {
  readonly channelId: ChannelId
  readonly before: string | null
}

/** Remembers which servers the bot has left. Rejects when the database is away. */
export interface Departures {
  /** `present`: every server that the bot is a member of at that time. */
  note(present: readonly GuildId[], at: Date): Promise<void>
}

/** What is to be put back in each server, for after a restart. Rejects when the database is away. */
export interface StatusStore {
  load(guildId: GuildId): Promise<StandingStatus | null>
  /** Null: nothing is any more. */
  save(guildId: GuildId, standing: StandingStatus | null): Promise<void>
}

/** The channel for requests of each server that has one. Rejects when the database is away. */
export interface RequestChannelStore {
  requestChannels(): Promise<ReadonlyMap<GuildId, ChannelId>>
}

/**
 * Where each server's card is, for after a restart. Only the process that plays in a server writes
 * there. Rejects when the database is away.
 */
export interface CardStore {
  load(guildId: GuildId): Promise<StoredCard | null>
  /** Null: the server has none any more. */
  save(guildId: GuildId, card: StoredCard | null): Promise<void>
  /** Those of these servers whose card isn't over although nothing plays there as far as it's stored. */
  left(guildIds: readonly GuildId[]): Promise<readonly GuildId[]>
}
