import type {
  ChannelRecord,
  ChannelType,
  GuildRecord,
  MemberRecord,
  UserRecord,
} from '../state/model.ts'
import { EVERYONE_PERMISSIONS, Permission } from '../state/permissions.ts'
import { newSnowflake } from '../state/snowflake.ts'

/** What a channel is to a test. */
export interface Channel {
  readonly id: string
  readonly name: string
}

export interface VoiceChannelOptions {
  /** Bit/s, 64 000 by default, as Discord's. */
  readonly bitrate?: number
  /** 0, the default: no limit. */
  readonly userLimit?: number
  readonly stage?: boolean
}

/** What the bot may do in one channel; what is not named stays as it is. */
export interface BotPermissions {
  readonly view?: boolean
  readonly connect?: boolean
  readonly speak?: boolean
  readonly sendMessages?: boolean
  readonly requestToSpeak?: boolean
  readonly muteMembers?: boolean
  readonly setVoiceChannelStatus?: boolean
  readonly manageMessages?: boolean
  readonly readMessageHistory?: boolean
}

const BIT_OF: Record<keyof BotPermissions, bigint> = {
  view: Permission.viewChannel,
  connect: Permission.connect,
  speak: Permission.speak,
  sendMessages: Permission.sendMessages,
  requestToSpeak: Permission.requestToSpeak,
  muteMembers: Permission.muteMembers,
  setVoiceChannelStatus: Permission.setVoiceChannelStatus,
  manageMessages: Permission.manageMessages,
  readMessageHistory: Permission.readMessageHistory,
}

/** A server with its owner and @everyone, whose id is the server's (docs: Permissions). */
export function newGuild(
  name: string,
  preferredLocale: string,
): { record: GuildRecord; owner: UserRecord } {
  const id = newSnowflake()
  const owner = { id: newSnowflake(), username: `${name}-owner`, bot: false }
  const everyone = {
    id,
    name: '@everyone',
    permissions: EVERYONE_PERMISSIONS,
    position: 0,
    botUserId: null,
  }
  const record = {
    id,
    name,
    preferredLocale,
    ownerId: owner.id,
    roles: new Map([[id, everyone]]),
    channels: new Map(),
    members: new Map([[owner.id, newMember(owner)]]),
    voiceStates: new Map(),
    commandsOf: new Set<string>(),
    available: true,
  }
  return { record, owner }
}

export const newMember = (user: UserRecord, ...roles: string[]): MemberRecord => ({
  user,
  joinedAt: new Date().toISOString(),
  nick: null,
  mute: false,
  deaf: false,
  roles: new Set(roles),
})

export function newChannel(
  guildId: string,
  name: string,
  type: ChannelType,
  position: number,
  options: VoiceChannelOptions,
): ChannelRecord {
  return {
    id: newSnowflake(),
    guildId,
    type,
    name,
    position,
    bitrate: options.bitrate ?? 64_000,
    userLimit: options.userLimit ?? 0,
    status: null,
    overwrites: new Map(),
    recipients: [],
    messages: new Map(),
  }
}

/** Writes what is named into the member's own overwrite of a channel. */
export function permit(channel: ChannelRecord, userId: string, permissions: BotPermissions): void {
  const own = channel.overwrites.get(userId) ?? { id: userId, type: 1, allow: 0n, deny: 0n }
  for (const [name, bit] of Object.entries(BIT_OF)) {
    const allowed = permissions[name as keyof BotPermissions]
    if (allowed === undefined) continue
    own.allow = allowed ? own.allow | bit : own.allow & ~bit
    own.deny = allowed ? own.deny & ~bit : own.deny | bit
  }
  channel.overwrites.set(userId, own)
}
