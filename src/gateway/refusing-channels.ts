import { type Client, DiscordAPIError, Events, RESTJSONErrorCodes } from 'discord.js'
import type { Clock } from '../base/clock.ts'

/** What Discord answers for as long as nobody changes the channel, its permissions or the bot's roles. */
const LASTING: ReadonlySet<number | string> = new Set([
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.CannotSendMessagesInNonTextChannel,
])
/** One in each of ten thousand servers. */
const MAX_CHANNELS = 10_000
/** A bot's time-out ends without an event, so a channel is tried again after 6 h. */
const LEFT_ALONE_MS = 6 * 60 * 60_000

/**
 * Text channels that refused a message. Each refusal is an invalid request, of which Discord allows
 * 10,000 in 10 minutes before it bans the address ("Rate Limits", section "Invalid Request Limit"), so a
 * channel isn't asked again until something there has changed: the channel itself, a role, the bot's
 * own membership. A process that starts knows of none.
 */
export class RefusingChannels {
  /** Each with its server, null where none is known. The oldest is first. */
  readonly #channels = new Map<
    string,
    { readonly server: string | null; readonly untilMs: number; isTold: boolean }
  >()
  readonly #client: Client
  readonly #clock: Clock

  constructor(client: Client, clock: Clock) {
    this.#client = client
    this.#clock = clock
    client.on(Events.ChannelUpdate, (_before, { id }) => this.#channels.delete(id))
    client.on(Events.ChannelDelete, ({ id }) => this.#channels.delete(id))
    client.on(Events.GuildRoleUpdate, (_before, { guild }) => this.#forgetServer(guild.id))
    client.on(Events.GuildRoleDelete, ({ guild }) => this.#forgetServer(guild.id))
    client.on(Events.GuildMemberUpdate, (_before, { id, guild }) => {
      if (id === client.user?.id) this.#forgetServer(guild.id)
    })
    // Also after an outage, in which changes may have been missed.
    client.on(Events.GuildCreate, ({ id }) => this.#forgetServer(id))
    client.on(Events.GuildAvailable, ({ id }) => this.#forgetServer(id))
    client.on(Events.GuildDelete, ({ id }) => this.#forgetServer(id))
  }

  has(channelId: string): boolean {
    const { untilMs } = this.#channels.get(channelId) ?? { untilMs: 0 }
    return this.#clock.now() < untilMs
  }

  /** Whether that error is a refusal that lasts; then the channel is one of these from now on. */
  add(channelId: string, error: unknown): boolean {
    if (!(error instanceof DiscordAPIError) || !LASTING.has(error.code)) return false
    const [oldest] = this.#channels.keys()
    if (this.#channels.size >= MAX_CHANNELS && oldest !== undefined) this.#channels.delete(oldest)
    this.#channels.delete(channelId)
    const untilMs = this.#clock.now() + LEFT_ALONE_MS
    this.#channels.set(channelId, { server: this.#serverOf(channelId), untilMs, isTold: false })
    return true
  }

  /** Whether it's one of these and nobody was told: true once for each refusal. */
  takeUntold(channelId: string): boolean {
    const refusing = this.#channels.get(channelId)
    if (refusing === undefined || refusing.isTold || !this.has(channelId)) return false
    refusing.isTold = true
    return true
  }

  #serverOf(channelId: string): string | null {
    const channel = this.#client.channels.cache.get(channelId)
    return channel !== undefined && 'guildId' in channel ? channel.guildId : null
  }

  #forgetServer(guildId: string): void {
    for (const [channelId, { server }] of this.#channels) {
      if (server === guildId || server === null) this.#channels.delete(channelId)
    }
  }
}
