import { type Clock, systemClock } from './clock.ts'
import type { DiscordFaults } from './faults.ts'
import { Gateway } from './gateway/gateway.ts'
import { Guild } from './people/guild.ts'
import { type Message, messageView } from './people/message.ts'
import { accountRoutes } from './rest/account.ts'
import { attachmentRoutes } from './rest/attachments.ts'
import { channelRoutes } from './rest/channels.ts'
import { commandRoutes } from './rest/commands.ts'
import { guildRoutes } from './rest/guilds.ts'
import { interactionRoutes } from './rest/interactions.ts'
import { messageRoutes } from './rest/messages.ts'
import { Router } from './rest/router.ts'
import { webhookRoutes } from './rest/webhooks.ts'
import { CommandStore } from './state/commands.ts'
import type { BotAccount } from './state/directory.ts'
import type { FileStore } from './state/files.ts'
import { EVERYONE_PERMISSIONS, Permission } from './state/permissions.ts'
import { newSnowflake } from './state/snowflake.ts'
import { World } from './state/world.ts'
import { VoiceServer, type VoiceServerOptions } from './voice/voice-server.ts'
import { RateLimits } from './wire/rate-limits.ts'
import { serveDiscord } from './wire/server.ts'

export type { Guild } from './people/guild.ts'
export type { Member } from './people/member.ts'
export type { Message } from './people/message.ts'
export type { Channel } from './people/new-guild.ts'
export { ClientRefusal, type InteractionOutcome, NotAcknowledged } from './people/outcome.ts'
export type { BotAccount } from './state/directory.ts'

export interface LocalDiscordOptions {
  /** Of the 3 s and 15 min rules, rate limits and sessions; the system's by default. */
  readonly clock?: Clock
  /** Of the main gateway, 41 250 ms by default, as Discord's. */
  readonly heartbeatIntervalMs?: number
  readonly voice?: VoiceServerOptions
  /** Name of the first bot. */
  readonly botName?: string
}

export interface BotOptions {
  /** Bits of the privileged intents that the portal grants; none by default. */
  readonly privilegedIntents?: number
  /** What the invitation asks for: by default everyone's, and the voice channel's status. */
  readonly permissions?: bigint
}

/**
 * A Discord of our own on loopback: REST v10, gateway v10, a CDN, voice. Unmodified clients log in;
 * tests, the demo and the bench drive it as people would.
 */
export class LocalDiscord implements AsyncDisposable {
  readonly voice: VoiceServer
  readonly gateway: Gateway
  readonly clock: Clock
  readonly #world: World
  readonly #router: Router
  readonly #server: ReturnType<typeof serveDiscord>
  readonly #guilds: Guild[] = []
  readonly #voiceServers: VoiceServer[]
  readonly #bot: BotAccount

  static async start(options: LocalDiscordOptions = {}): Promise<LocalDiscord> {
    return new LocalDiscord(options, await VoiceServer.start(options.voice))
  }

  private constructor(options: LocalDiscordOptions, voice: VoiceServer) {
    this.voice = voice
    this.#voiceServers = [voice]
    this.clock = options.clock ?? systemClock
    this.#world = new World(this.clock, voice)
    this.gateway = new Gateway(this.#world, options.heartbeatIntervalMs ?? 41_250)
    this.#router = new Router(this.#world, new RateLimits(this.clock), [
      ...accountRoutes,
      ...attachmentRoutes,
      ...commandRoutes,
      ...interactionRoutes,
      ...webhookRoutes,
      ...messageRoutes,
      ...channelRoutes,
      ...guildRoutes,
    ])
    this.#server = serveDiscord(this.#router, this.gateway)
    this.#world.gatewayUrl = `ws://127.0.0.1:${this.#server.port}`
    this.#bot = this.createBot(options.botName ?? 'segue')
  }

  /** For DISCORD_API_URL. */
  get apiUrl(): string {
    return `http://127.0.0.1:${this.#server.port}/api`
  }

  /** `host:port` that serves attachments; a bot with an address guard has to let it pass. */
  get fileHost(): string {
    return this.#world.files.host
  }

  /** The CDN, whose links end. */
  get files(): FileStore {
    return this.#world.files
  }

  get faults(): DiscordFaults {
    return this.#world.faults
  }

  /** The first bot's. */
  get token(): string {
    return this.#bot.token
  }

  get botUserId(): string {
    return this.#bot.user.id
  }

  get applicationId(): string {
    return this.#bot.applicationId
  }

  get bot(): BotAccount {
    return this.#bot
  }

  get caPath(): string {
    return this.voice.caPath
  }

  /** REST calls that nothing here answers, `METHOD /path`. */
  get unknownCalls(): readonly string[] {
    return this.#router.unknown
  }

  /** For a child process that runs a bot. */
  environment(bot: BotAccount = this.#bot): Record<string, string> {
    return {
      DISCORD_TOKEN: bot.token,
      DISCORD_API_URL: this.apiUrl,
      NODE_EXTRA_CA_CERTS: this.caPath,
    }
  }

  /** Another bot account; it is in no server until `guild.invite(bot)`. */
  createBot(name: string, options: BotOptions = {}): BotAccount {
    const id = newSnowflake()
    const user = { id, username: name, bot: true }
    const bot: BotAccount = {
      user,
      applicationId: id,
      token: newToken(id),
      privilegedIntents: options.privilegedIntents ?? 0,
      permissions: options.permissions ?? EVERYONE_PERMISSIONS | Permission.setVoiceChannelStatus,
      commands: new CommandStore(id),
    }
    this.#world.directory.users.set(id, user)
    this.#world.directory.bots.push(bot)
    return bot
  }

  /** A server with the first bot in it, and a text channel `general`. */
  createGuild(name = 'Listening Room', { locale = 'en-US' } = {}): Guild {
    const guild = new Guild(
      {
        world: this.#world,
        gateway: this.gateway,
        startVoiceServer: () => this.#startVoiceServer(),
        ca: this.voice.caPem,
      },
      name,
      locale,
    )
    guild.createTextChannel('general')
    guild.invite(this.#bot)
    this.#guilds.push(guild)
    return guild
  }

  /** What everybody in the channel reads, oldest first. */
  messages(channel: { readonly id: string }): Message[] {
    const record = this.#world.directory.channels.get(channel.id)
    return [...(record?.messages.values() ?? [])].map(messageView)
  }

  /** Direct messages between the bot and a person, oldest first. */
  directMessages(person: { readonly id: string }, bot: BotAccount = this.#bot): Message[] {
    const channels = [...this.#world.directory.channels.values()].filter(({ recipients }) =>
      [person.id, bot.user.id].every((id) => recipients.some((user) => user.id === id)),
    )
    return channels.flatMap((channel) => [...channel.messages.values()]).map(messageView)
  }

  /** The first message of a channel for which `predicate` holds, now or after a later change. */
  async waitForMessage(
    channel: { readonly id: string },
    predicate: (message: Message) => boolean,
    { timeoutMs = 30_000 } = {},
  ): Promise<Message> {
    return await this.#world.changes.until(
      () => this.messages(channel).find(predicate),
      timeoutMs,
      () =>
        `a message; there are: ${JSON.stringify(this.messages(channel).map(({ text }) => text))}`,
    )
  }

  /** Resolves when the bot is identified and, unless `commands` is false, has commands registered. */
  async botReady({ timeoutMs = 30_000, commands = true, bot = this.#bot } = {}): Promise<void> {
    await this.until(
      () => this.gateway.sessionsOf(bot.user.id).length > 0 && !(commands && bot.commands.isEmpty),
      { timeoutMs, what: 'the bot to be ready' },
    )
  }

  /** Resolves when `condition` holds; it is asked again whenever something changes here. */
  async until(
    condition: () => boolean,
    { timeoutMs = 30_000, what = 'a condition' } = {},
  ): Promise<void> {
    await this.#world.changes.until(
      () => (condition() ? true : undefined),
      timeoutMs,
      () => what,
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const guild of this.#guilds) await guild[Symbol.asyncDispose]()
    this.gateway.close()
    await this.#server.stop(true)
    await this.#world[Symbol.asyncDispose]()
    for (const server of this.#voiceServers) await server[Symbol.asyncDispose]()
  }

  async #startVoiceServer(): Promise<VoiceServer> {
    const server = await VoiceServer.start({ certificate: this.voice.certificate })
    this.#voiceServers.push(server)
    return server
  }
}

/** In the shape of Discord's: the user id in base64, a time, a signature. */
function newToken(userId: string): string {
  const part = (bytes: number) => crypto.getRandomValues(Buffer.alloc(bytes)).toString('base64url')
  return [Buffer.from(userId).toString('base64url'), part(4), part(28)].join('.')
}
