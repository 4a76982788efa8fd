import type { Gateway } from '../gateway/gateway.ts'
import { Intent } from '../gateway/intents.ts'
import type { BotAccount } from '../state/directory.ts'
import { leaveGuild } from '../state/leaving.ts'
import {
  type ChannelRecord,
  ChannelType,
  type GuildRecord,
  type RoleRecord,
} from '../state/model.ts'
import { newSnowflake } from '../state/snowflake.ts'
import type { VoicePort } from '../state/voice-states.ts'
import type { World } from '../state/world.ts'
import { channelPayload, guildPayload, memberPayload, rolePayload } from '../wire/payloads.ts'
import { Member } from './member.ts'
import {
  type BotPermissions,
  type Channel,
  newChannel,
  newGuild,
  newMember,
  permit,
  type VoiceChannelOptions,
} from './new-guild.ts'

export interface GuildParts {
  readonly world: World
  readonly gateway: Gateway
  readonly startVoiceServer: () => Promise<VoicePort>
  readonly ca: string
}

/** A server as its owner handles it. Methods that name no bot mean the first one. */
export class Guild implements AsyncDisposable {
  readonly id: string
  readonly owner: Member
  readonly #parts: GuildParts
  readonly #record: GuildRecord
  readonly #members: Member[] = []

  constructor(parts: GuildParts, name: string, locale: string) {
    this.#parts = parts
    const { record, owner } = newGuild(name, locale)
    this.id = record.id
    this.#record = record
    parts.world.directory.users.set(owner.id, owner)
    parts.world.directory.guilds.set(record.id, record)
    this.owner = new Member(parts.world, record, owner, locale, parts.ca)
    this.#members.push(this.owner)
  }

  get name(): string {
    return this.#record.name
  }

  /** Invites a bot: its role, its membership, GUILD_CREATE. */
  invite(bot: BotAccount): void {
    const role = {
      id: newSnowflake(),
      name: bot.user.username,
      permissions: bot.permissions,
      position: this.#record.roles.size,
      botUserId: bot.user.id,
    }
    this.#record.commandsOf.add(bot.user.id)
    this.#record.roles.set(role.id, role)
    this.#record.members.set(bot.user.id, newMember(bot.user, role.id))
    this.#parts.gateway.announce(this.#record, bot.user.id)
  }

  /** Installs a bot's commands without the bot: authorised with the scope `applications.commands` alone. */
  installCommands(bot: BotAccount): void {
    this.#record.commandsOf.add(bot.user.id)
  }

  /** GUILD_DELETE without `unavailable`: the bot was removed. */
  removeBot(bot: BotAccount = this.#bot): void {
    leaveGuild(this.#parts.world, this.#record, bot)
  }

  /** An outage: GUILD_DELETE with `unavailable`. Voice goes on, as the voice servers are others. */
  becomesUnavailable(): void {
    this.#record.available = false
    this.#tell(Intent.guilds, 'GUILD_DELETE', { id: this.id, unavailable: true })
  }

  /** The end of an outage: GUILD_CREATE for every bot. */
  recovers(): void {
    this.#record.available = true
    for (const bot of this.#parts.world.directory.bots) {
      if (this.#record.members.has(bot.user.id)) {
        this.#parts.gateway.announce(this.#record, bot.user.id)
      }
    }
  }

  createTextChannel(name: string): Channel {
    return this.#createChannel(name, ChannelType.text, {})
  }

  createVoiceChannel(name: string, options: VoiceChannelOptions = {}): Channel {
    const type = options.stage ? ChannelType.stage : ChannelType.voice
    return this.#createChannel(name, type, options)
  }

  /** Everybody inside is thrown out first. */
  deleteChannel(channel: { readonly id: string }): void {
    const record = this.#channel(channel)
    this.#record.channels.delete(record.id)
    this.#parts.world.directory.channels.delete(record.id)
    this.#tell(Intent.guilds, 'CHANNEL_DELETE', channelPayload(record))
    for (const state of [...this.#record.voiceStates.values()]) {
      if (state.channelId === record.id) this.#parts.world.voice.leave(this.#record, state.userId)
    }
  }

  /** Changes a voice channel's bitrate or limit. */
  editChannel(
    channel: { readonly id: string },
    changes: { bitrate?: number; userLimit?: number; name?: string },
  ): void {
    const record = this.#channel(channel)
    record.bitrate = changes.bitrate ?? record.bitrate
    record.userLimit = changes.userLimit ?? record.userLimit
    record.name = changes.name ?? record.name
    this.#tell(Intent.guilds, 'CHANNEL_UPDATE', channelPayload(record))
  }

  /** A moderator deletes a message. */
  deleteMessage(channel: { readonly id: string }, message: { readonly id: string }): void {
    const record = this.#channel(channel)
    const found = record.messages.get(message.id)
    if (!found) throw new Error(`no message ${message.id} in ${record.name}`)
    this.#parts.world.messages.delete(record, found)
  }

  /** Sets the language of what is announced there: GUILD_UPDATE. */
  setLocale(locale: string): void {
    this.#record.preferredLocale = locale
    this.#tell(Intent.guilds, 'GUILD_UPDATE', guildPayload(this.#record))
  }

  /**
   * A person with a client in that language, or with `bot` somebody else's bot, of which voice is all that
   * matters.
   */
  createMember(name: string, { bot = false, locale = 'en-US' } = {}): Member {
    const { world, ca } = this.#parts
    const user = { id: newSnowflake(), username: name, bot }
    const member = newMember(user)
    world.directory.users.set(user.id, user)
    this.#record.members.set(user.id, member)
    const data = { ...memberPayload(member), guild_id: this.id }
    this.#tell(Intent.guildMembers, 'GUILD_MEMBER_ADD', data)
    const person = new Member(world, this.#record, user, locale, ca)
    this.#members.push(person)
    return person
  }

  createRole(name: string, permissions = 0n): RoleRecord {
    const role = {
      id: newSnowflake(),
      name,
      permissions,
      position: this.#record.roles.size,
      botUserId: null,
    }
    this.#record.roles.set(role.id, role)
    this.#tell(Intent.guilds, 'GUILD_ROLE_CREATE', { guild_id: this.id, role: rolePayload(role) })
    return role
  }

  giveRole(person: { readonly id: string }, role: { readonly id: string }): void {
    const member = this.#record.members.get(person.id)
    if (!member) throw new Error('no member of this server')
    member.roles.add(role.id)
    const data = { ...memberPayload(member), guild_id: this.id }
    this.#tell(Intent.guildMembers, 'GUILD_MEMBER_UPDATE', data)
  }

  /** Allows or denies the bot something in one channel, by an overwrite of its own. */
  setBotPermissions(
    channel: { readonly id: string },
    permissions: BotPermissions,
    bot: BotAccount = this.#bot,
  ): void {
    const record = this.#channel(channel)
    permit(record, bot.user.id, permissions)
    this.#tell(Intent.guilds, 'CHANNEL_UPDATE', channelPayload(record))
  }

  /** Where the first bot is. */
  get botVoiceChannel(): Channel | null {
    return this.voiceChannelOf(this.#bot.user.id)
  }

  voiceChannelOf(userId: string): Channel | null {
    const state = this.#record.voiceStates.get(userId)
    return state ? (this.#record.channels.get(state.channelId) ?? null) : null
  }

  /** Whether the bot is in a stage's audience, or lacks speak. */
  get isBotSuppressed(): boolean {
    return this.#record.voiceStates.get(this.#bot.user.id)?.suppress ?? false
  }

  /** Since when the bot asks to speak on a stage. */
  get botAsksToSpeakSince(): string | null {
    return this.#record.voiceStates.get(this.#bot.user.id)?.requestToSpeakAt ?? null
  }

  /** A moderator brings the bot on the stage. */
  letBotSpeak(bot: BotAccount = this.#bot): void {
    const state = this.#record.voiceStates.get(bot.user.id)
    if (!state) throw new Error('the bot is in no voice channel')
    state.suppress = false
    state.requestToSpeakAt = null
    this.#parts.world.voice.update(this.#record, state)
  }

  /** A moderator mutes the bot, or lifts it: nobody hears it meanwhile. */
  muteBot(muted: boolean, bot: BotAccount = this.#bot): void {
    const member = this.#record.members.get(bot.user.id)
    const state = this.#record.voiceStates.get(bot.user.id)
    if (!member || !state) throw new Error('the bot is in no voice channel')
    member.mute = muted
    this.#parts.world.voice.update(this.#record, state)
  }

  /** A moderator sends the bot from the stage to its audience. */
  sendBotToAudience(bot: BotAccount = this.#bot): void {
    const state = this.#record.voiceStates.get(bot.user.id)
    if (!state) throw new Error('the bot is in no voice channel')
    state.suppress = true
    this.#parts.world.voice.update(this.#record, state)
  }

  kickBotFromVoice(bot: BotAccount = this.#bot): void {
    this.#parts.world.voice.leave(this.#record, bot.user.id)
  }

  dragBot(channel: { readonly id: string }, bot: BotAccount = this.#bot): void {
    this.#parts.world.voice.drag(this.#record, bot.user.id, this.#channel(channel))
  }

  /** Resolves when the bot is in the channel (null: in none). */
  async whenBotIsIn(
    channel: { readonly id: string } | null,
    { timeoutMs = 30_000, bot = this.#bot } = {},
  ): Promise<void> {
    await this.#parts.world.changes.until(
      () => (this.voiceChannelOf(bot.user.id)?.id === channel?.id ? true : undefined),
      timeoutMs,
      () => (channel ? `the bot in channel ${channel.id}` : 'the bot to leave'),
    )
  }

  /** Starts another voice server and sends everybody inside there; listeners follow. */
  async moveVoiceServer(): Promise<void> {
    const server = await this.#parts.startVoiceServer()
    this.#parts.world.voice.moveServer(this.#record, server)
    for (const member of this.#members) await member.reconnects()
  }

  /** Somebody inside writes a voice channel's status. */
  setStatus(channel: { readonly id: string }, status: string | null): void {
    const record = this.#channel(channel)
    record.status = status
    const data = { id: record.id, guild_id: this.id, status }
    this.#tell(Intent.guilds, 'VOICE_CHANNEL_STATUS_UPDATE', data)
  }

  /** Of a voice channel. */
  statusOf(channel: { readonly id: string }): string | null {
    return this.#channel(channel).status
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const member of this.#members) await member.disconnects()
  }

  get #bot(): BotAccount {
    return this.#parts.world.defaultBot
  }

  #channel({ id }: { readonly id: string }): ChannelRecord {
    const channel = this.#record.channels.get(id)
    if (!channel) throw new Error(`no channel ${id} in ${this.name}`)
    return channel
  }

  #createChannel(name: string, type: ChannelType, options: VoiceChannelOptions): Channel {
    const position = this.#record.channels.size
    const channel = newChannel(this.id, name, type, position, options)
    this.#record.channels.set(channel.id, channel)
    this.#parts.world.directory.channels.set(channel.id, channel)
    this.#tell(Intent.guilds, 'CHANNEL_CREATE', channelPayload(channel))
    return channel
  }

  #tell(intent: number, event: string, data: object): void {
    this.#parts.world.dispatcher.toGuild(this.#record, intent, event, data)
    this.#parts.world.changes.notify()
  }
}
