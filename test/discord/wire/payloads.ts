import type {
  ChannelRecord,
  GuildRecord,
  MemberRecord,
  OverwriteRecord,
  RoleRecord,
  UserRecord,
  VoiceStateRecord,
} from '../state/model.ts'
import { ChannelType } from '../state/model.ts'

/** Records as Discord writes them on the wire; each function's page of the docs is its name's. */

export function userPayload(user: UserRecord) {
  return {
    id: user.id,
    username: user.username,
    global_name: user.bot ? null : user.username,
    discriminator: user.bot ? '0001' : '0',
    avatar: null,
    bot: user.bot,
    system: false,
    public_flags: 0,
    flags: 0,
  }
}

export function memberPayload(member: MemberRecord) {
  return {
    user: userPayload(member.user),
    nick: member.nick,
    avatar: null,
    roles: [...member.roles],
    joined_at: member.joinedAt,
    premium_since: null,
    deaf: member.deaf,
    mute: member.mute,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  }
}

export function rolePayload(role: RoleRecord) {
  return {
    id: role.id,
    name: role.name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position: role.position,
    permissions: role.permissions.toString(),
    managed: role.botUserId !== null,
    mentionable: false,
    flags: 0,
    ...(role.botUserId === null ? {} : { tags: { bot_id: role.botUserId } }),
  }
}

export function channelPayload(channel: ChannelRecord) {
  if (channel.guildId === null) {
    return {
      id: channel.id,
      type: channel.type,
      last_message_id: lastMessageId(channel),
      recipients: channel.recipients.map(userPayload),
      flags: 0,
    }
  }
  return {
    id: channel.id,
    type: channel.type,
    guild_id: channel.guildId,
    name: channel.name,
    position: channel.position,
    parent_id: null,
    permission_overwrites: [...channel.overwrites.values()].map(overwritePayload),
    nsfw: false,
    flags: 0,
    rate_limit_per_user: 0,
    last_message_id: lastMessageId(channel),
    ...kindPayload(channel),
  }
}

function kindPayload(channel: ChannelRecord) {
  if (channel.type === ChannelType.text) return { topic: null }
  return {
    bitrate: channel.bitrate,
    user_limit: channel.userLimit,
    rtc_region: null,
    video_quality_mode: 1,
    status: channel.status,
  }
}

function overwritePayload(overwrite: OverwriteRecord) {
  return {
    id: overwrite.id,
    type: overwrite.type,
    allow: overwrite.allow.toString(),
    deny: overwrite.deny.toString(),
  }
}

function lastMessageId(channel: ChannelRecord): string | null {
  let last: string | null = null
  for (const id of channel.messages.keys()) last = id
  return last
}

/** `channelId` null tells that somebody left. */
export function voiceStatePayload(
  state: VoiceStateRecord,
  member: MemberRecord | undefined,
  channelId: string | null = state.channelId,
) {
  return {
    guild_id: state.guildId,
    channel_id: channelId,
    user_id: state.userId,
    session_id: state.sessionId,
    deaf: member?.deaf ?? false,
    mute: member?.mute ?? false,
    self_deaf: state.selfDeaf,
    self_mute: state.selfMute,
    self_stream: false,
    self_video: false,
    suppress: state.suppress,
    request_to_speak_timestamp: state.requestToSpeakAt,
    ...(member ? { member: memberPayload(member) } : {}),
  }
}

/** The REST form of a server; GUILD_CREATE adds to it what only the gateway tells. */
export function guildPayload(guild: GuildRecord) {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    application_id: null,
    default_message_notifications: 0,
    emojis: [],
    stickers: [],
    explicit_content_filter: 0,
    features: [],
    mfa_level: 0,
    nsfw_level: 0,
    preferred_locale: guild.preferredLocale,
    premium_progress_bar_enabled: false,
    premium_subscription_count: 0,
    premium_tier: 0,
    public_updates_channel_id: null,
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    roles: [...guild.roles.values()].map(rolePayload),
    system_channel_flags: 0,
    system_channel_id: null,
    vanity_url_code: null,
    verification_level: 0,
    max_members: 500_000,
    max_presences: null,
    max_video_channel_users: 25,
    max_stage_video_channel_users: 50,
  }
}

/** GUILD_CREATE. Offline members are left out, as for any client without presences, save the bot. */
export function guildCreatePayload(guild: GuildRecord, botUserId: string) {
  const present = [...guild.members.values()].filter(
    (member) => member.user.id === botUserId || guild.voiceStates.has(member.user.id),
  )
  return {
    ...guildPayload(guild),
    joined_at: guild.members.get(botUserId)?.joinedAt,
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: present.map(memberPayload),
    channels: [...guild.channels.values()].map(channelPayload),
    voice_states: [...guild.voiceStates.values()].map((state) =>
      voiceStatePayload(state, undefined),
    ),
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  }
}
