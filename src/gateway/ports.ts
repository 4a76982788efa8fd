import type { ChannelId, GuildId, MessageId } from '../base/ids.ts'

/** Where a server's now-playing card is. */
export interface CardPlace {
  readonly channelId: ChannelId
  readonly messageId: MessageId
}

/**
 * Where each server's card is, for after a restart. Only the process that plays in a server writes
 * there. Rejects when the database is away.
 */
export interface CardStore {
  load(guildId: GuildId): Promise<CardPlace | null>
  /** Null: the server has none any more. */
  save(guildId: GuildId, place: CardPlace | null): Promise<void>
}
