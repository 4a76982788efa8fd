import type { AttachmentRecord } from './files.ts'

/** Channel types that exist here (docs: Channel, "Channel Types"). */
export const ChannelType = { text: 0, dm: 1, voice: 2, category: 4, stage: 13 } as const
export type ChannelType = (typeof ChannelType)[keyof typeof ChannelType]

/** Message flags that exist here (docs: Message, "Message Flags"). */
export const MessageFlag = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const

export interface UserRecord {
  readonly id: string
  readonly username: string
  readonly bot: boolean
}

export interface RoleRecord {
  readonly id: string
  name: string
  permissions: bigint
  position: number
  /** The bot whose invitation created the role. */
  readonly botUserId: string | null
}

export interface OverwriteRecord {
  readonly id: string
  /** 0 role, 1 member. */
  readonly type: 0 | 1
  allow: bigint
  deny: bigint
}

export interface ChannelRecord {
  readonly id: string
  /** null: a direct message. */
  readonly guildId: string | null
  readonly type: ChannelType
  name: string
  position: number
  /** Bit/s of a voice channel. */
  bitrate: number
  /** 0: no limit. */
  userLimit: number
  /** The voice channel's status text. */
  status: string | null
  readonly overwrites: Map<string, OverwriteRecord>
  /** Of a direct message: who is in it. */
  readonly recipients: readonly UserRecord[]
  /** Without the ephemeral ones, oldest first. */
  readonly messages: Map<string, MessageRecord>
}

export interface MemberRecord {
  readonly user: UserRecord
  readonly joinedAt: string
  nick: string | null
  mute: boolean
  deaf: boolean
  readonly roles: Set<string>
}

export interface VoiceStateRecord {
  readonly guildId: string
  readonly userId: string
  readonly sessionId: string
  /** The main gateway's session that holds it; null for people. */
  readonly ownerSession: string | null
  channelId: string
  /** Of the last VOICE_SERVER_UPDATE. */
  token: string
  selfMute: boolean
  selfDeaf: boolean
  /** In a stage's audience, or without speak. */
  suppress: boolean
  requestToSpeakAt: string | null
}

export interface GuildRecord {
  readonly id: string
  name: string
  /** Of what is announced there (docs: Reference, "Locales"). */
  preferredLocale: string
  readonly ownerId: string
  readonly roles: Map<string, RoleRecord>
  readonly channels: Map<string, ChannelRecord>
  readonly members: Map<string, MemberRecord>
  readonly voiceStates: Map<string, VoiceStateRecord>
  /** Bots whose commands are installed here, be they members or not. */
  readonly commandsOf: Set<string>
  /** False during an outage: a session that begins then is told no more than its id. */
  available: boolean
}

/** Whom a message notifies, after `allowed_mentions` and permissions. */
export interface Pings {
  readonly users: readonly string[]
  readonly roles: readonly string[]
  readonly everyone: boolean
}

/** Fields of an embed as they were sent (docs: Message, "Embed Object"). */
export interface Embed {
  readonly title?: string
  readonly description?: string
  readonly url?: string
  readonly color?: number
  readonly fields?: readonly { name: string; value: string; inline?: boolean }[]
  readonly footer?: { text: string; icon_url?: string }
  readonly author?: { name: string; url?: string; icon_url?: string }
  readonly image?: { url: string }
  readonly thumbnail?: { url: string }
}

/** Fields of any component as they were sent (docs: Components, "Component Reference"). */
export interface Component {
  readonly type: number
  readonly id?: number
  readonly custom_id?: string
  readonly label?: string
  readonly style?: number
  readonly url?: string
  readonly disabled?: boolean
  readonly placeholder?: string
  readonly content?: string
  readonly min_values?: number
  readonly max_values?: number
  readonly min_length?: number
  readonly max_length?: number
  readonly required?: boolean
  readonly value?: string
  readonly emoji?: { id?: string; name?: string }
  readonly accent_color?: number
  readonly media?: { url: string; attachment_id?: string }
  readonly options?: readonly {
    label: string
    value: string
    description?: string
    default?: boolean
  }[]
  readonly components?: readonly Component[]
  /** Of a label (18). */
  readonly component?: Component
  /** Of a section (9). */
  readonly accessory?: Component
}

export interface MessageRecord {
  readonly id: string
  readonly channelId: string
  readonly guildId: string | null
  readonly author: UserRecord
  readonly applicationId: string | null
  /** 0 default, 19 reply, 20 answer to a slash command (docs: Message, "Message Types"). */
  readonly type: number
  readonly createdAt: string
  readonly replyTo: string | null
  readonly interaction: { id: string; type: number; name: string; user: UserRecord } | null
  editedAt: string | null
  content: string
  embeds: readonly Embed[]
  components: readonly Component[]
  attachments: AttachmentRecord[]
  flags: number
  /** Users and roles that the text names, pinged or not. */
  mentions: Pings
  pings: Pings
  deleted: boolean
}

export const isVoice = (channel: ChannelRecord): boolean =>
  channel.type === ChannelType.voice || channel.type === ChannelType.stage

export const isEphemeral = (message: MessageRecord): boolean =>
  (message.flags & MessageFlag.ephemeral) !== 0

export const isLoading = (message: MessageRecord): boolean =>
  (message.flags & MessageFlag.loading) !== 0
