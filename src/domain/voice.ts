import type { ChannelId, GuildId, UserId } from '../base/ids.ts'

/** Discord's op 4 payload ("Update Voice State"), as the main gateway sends it. */
export interface VoiceStateRequest {
  readonly guild_id: GuildId
  readonly channel_id: ChannelId | null
  readonly self_mute: boolean
  readonly self_deaf: boolean
}

/** The content of VOICE_STATE_UPDATE for the bot itself. */
export interface OwnVoiceState {
  readonly guild_id: GuildId
  readonly channel_id: ChannelId | null
  readonly user_id: UserId
  readonly session_id: string
  readonly self_mute: boolean
  readonly self_deaf: boolean
  /** Muted by a moderator. */
  readonly mute: boolean
  /** In a stage's audience, or without the right to speak. */
  readonly suppress: boolean
  /** The channel's bitrate in bit/s; null in no channel, or when unknown. */
  readonly bitrate: number | null
}

/** VOICE_SERVER_UPDATE; `endpoint` null means "none now, wait for the next". Its token is a secret. */
export interface VoiceServerAssignment {
  readonly guild_id: GuildId
  readonly token: string
  readonly endpoint: string | null
}

/** The main gateway as voice needs it: op 4 goes up, the bot's own voice events come down. */
export interface VoiceSignalling {
  /** The bot's own user; known once the gateway is ready. */
  readonly selfId: UserId
  /** False when the server's shard is not connected; nothing was sent then. */
  send(request: VoiceStateRequest): boolean
  /** The shard of a server: servers of a shard share its op 4 budget. */
  shardOf(guildId: GuildId): number
  onState(listener: (state: OwnVoiceState) => void): Disposable
  onServer(listener: (assignment: VoiceServerAssignment) => void): Disposable
}
