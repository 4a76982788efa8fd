/** A string that only the matching parser produces, so that ids of different things never mix. */
type Brand<Name extends string> = string & { readonly __brand: Name }

/** Discord's id of a server, a decimal snowflake. */
export type GuildId = Brand<'GuildId'>
/** Discord's id of a text or voice channel, a decimal snowflake. */
export type ChannelId = Brand<'ChannelId'>
/** Discord's id of a user, a decimal snowflake. */
export type UserId = Brand<'UserId'>
/** Discord's id of a message, a decimal snowflake. */
export type MessageId = Brand<'MessageId'>
/** Discord's id of a role, a decimal snowflake. */
export type RoleId = Brand<'RoleId'>
/** Names one entry of one queue: the same song queued twice has two of these. */
export type TrackId = Brand<'TrackId'>
/** Names one playlist, across servers and restarts. */
export type PlaylistId = Brand<'PlaylistId'>
/** Follows one request from the interaction to the first frame, in logs. */
export type RequestId = Brand<'RequestId'>

/** How an id of Discord is written. */
export const SNOWFLAKE = /^\d{1,20}$/

/** Discord ids arrive as text; anything but 1–20 digits is a programming error, so it throws. */
function snowflake(text: string): string {
  if (!SNOWFLAKE.test(text)) throw new TypeError(`not a Discord id: ${JSON.stringify(text)}`)
  return text
}

/** How the id of a playlist is written. */
const PLAYLIST_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The id of a playlist in text that people may have written; null: it's none. */
export const playlistId = (text: string): PlaylistId | null =>
  PLAYLIST_ID.test(text) ? (text as PlaylistId) : null

export const guildId = (text: string): GuildId => snowflake(text) as GuildId
export const channelId = (text: string): ChannelId => snowflake(text) as ChannelId
export const messageId = (text: string): MessageId => snowflake(text) as MessageId
export const roleId = (text: string): RoleId => snowflake(text) as RoleId
export const userId = (text: string): UserId => snowflake(text) as UserId

/** A new id, unique across restarts; it begins with the time, so that later ones sort behind. */
export const newTrackId = (): TrackId => Bun.randomUUIDv7() as TrackId
/** A new id, which begins with the time. */
export const newPlaylistId = (): PlaylistId => Bun.randomUUIDv7() as PlaylistId
/** A new id for one user's request; short, since people read it in logs. */
export const newRequestId = (): RequestId => crypto.randomUUID().slice(0, 8) as RequestId
