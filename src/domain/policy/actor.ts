import type { ChannelId, RoleId, UserId } from '../../base/ids.ts'
import type { Scope } from './scopes.ts'

/** Who asks for something, with everything about them that a decision may depend on. */
export type Actor = Member | KeyHolder

/** Somebody who typed a command in a server. */
export interface Member {
  readonly kind: 'member'
  readonly userId: UserId
  readonly roleIds: readonly RoleId[]
  readonly permissions: readonly Permission[]
  /** The member's voice channel. */
  readonly voiceChannelId: ChannelId | null
  /** Where the command was typed; null: Discord didn't say. */
  readonly textChannelId: ChannelId | null
}

/** What a member may do in the server according to Discord, as far as decisions depend on it. */
export type Permission =
  | 'manage-server'
  /** To do what concerns the bot as a whole: the host has named them. */
  | 'host'
  /** The server is theirs. */
  | 'own-server'

/** A program with an API key for this server. */
export interface KeyHolder {
  readonly kind: 'key'
  /** The key's public id. */
  readonly keyId: string
  readonly scopes: readonly Scope[]
  /** The voice channel that the program calls the bot into; null: wherever the bot is. */
  readonly voiceChannelId: ChannelId | null
}
