import { type Client, Events, Status } from 'discord.js'
import type { Clock } from '../base/clock.ts'
import { type GuildId, guildId, type UserId } from '../base/ids.ts'
import { within } from '../base/within.ts'
import type { VoiceSignalling } from '../domain/voice.ts'
import type { Events as AppEvents } from '../observability/events.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import type { Matches } from '../player/matches.ts'
import type { Players } from '../player/players.ts'
import type { Announcer, Library, Servers } from '../player/ports.ts'
import type { OwnTracksReader } from '../playlists/own-tracks.ts'
import type { Playlists } from '../playlists/playlists.ts'
import type { Accounts } from '../scrobbling/accounts.ts'
import { AttachmentLinks } from './attachment-links.ts'
import { ChannelAnnouncer } from './channel-announcer.ts'
import { createClient, inviteLink } from './client.ts'
import type { SlashCommand } from './commands/command.ts'
import { commandData, menuData } from './commands/data.ts'
import { slashCommands } from './commands/list.ts'
import { owner } from './commands/owner.ts'
import { cardComponents } from './components/card.ts'
import { components } from './components/list.ts'
import type { RateLimit } from './interactions/admission.ts'
import { Arrivals } from './interactions/arrivals.ts'
import { EarlyInteractions } from './interactions/early.ts'
import { Router } from './interactions/router.ts'
import { InvalidRequests } from './invalid-requests.ts'
import { KnownServers } from './known-servers.ts'
import { watchListeners } from './listeners.ts'
import { logIn, type StartError, whenRefused } from './login.ts'
import { Membership } from './membership.ts'
import { menus } from './menus/list.ts'
import { modals } from './modals/list.ts'
import { onNewSession } from './new-session.ts'
import { CardMessages } from './now-playing/card-messages.ts'
import { Cards } from './now-playing/cards.ts'
import { EditTurns } from './now-playing/edit-turns.ts'
import { LeftCards } from './now-playing/left-cards.ts'
import { ownersTools, type SourceState } from './owner.ts'
import type { CardStore, Departures, RequestChannelStore, StatusStore } from './ports.ts'
import { RefusingChannels } from './refusing-channels.ts'
import { register } from './registration.ts'
import { type TakenRequests, takeRequests } from './request-channel/take-requests.ts'
import { GatewaySignalling } from './signalling.ts'
import { speakOnStages } from './stage.ts'
import { logTroubles } from './troubles.ts'
import { silentView } from './views/card.ts'
import { VoiceBots } from './voice-bots.ts'
import { VoiceStatuses } from './voice-status/voice-statuses.ts'

/** Aborts when the bot shuts down. */
const ANSWER_WITHIN_MS = 2_000
/** If Discord takes longer to register commands, the bot starts without waiting for it. */
const REGISTERED_WITHIN_MS = 2_000

export interface GatewayOptions {
  /** REST base without a version. */
  readonly apiUrl: string
  readonly token: string
  readonly clock: Clock
  readonly log: Log
  readonly events: AppEvents
  readonly rateLimit: RateLimit
  readonly ownerIds: readonly UserId[]
  /** Whether it reads what's written in request channels, which takes a privileged intent. */
  readonly messageContent: boolean
  /** For how many days what was played is remembered. */
  readonly historyDays: number
}

export interface ServeOptions {
  readonly players: Players
  readonly library: Library
  readonly matches: Matches
  readonly playlists: Playlists
  readonly accounts: Accounts
  readonly ownTracks: Pick<OwnTracksReader, 'of'>
  readonly cardStore: CardStore
  readonly reloadExtractor: () => Promise<string | null>
  readonly sourceHealth: () => readonly SourceState[]
  readonly statusStore: StatusStore
  readonly departures: Departures
  readonly requestChannelStore: RequestChannelStore
  /** Aborts when the bot shuts down. */
  readonly signal: AbortSignal
}

/** The bot's presence on Discord: gives the other parts its main gateway and REST API. */
export class Gateway implements AsyncDisposable {
  readonly signalling: VoiceSignalling
  readonly announcer: Announcer
  readonly servers: Servers
  readonly attachmentLinks: AttachmentLinks
  /** Rejects with a `StartError` when Discord refuses the bot for good. */
  readonly refused: Promise<never>
  readonly #client: Client<true>
  readonly #options: GatewayOptions
  readonly #early: EarlyInteractions
  readonly #invalid: InvalidRequests
  readonly #arrivals: Arrivals
  readonly #refusing: RefusingChannels
  readonly #parts = new DisposableStack()
  #voiceStatus: VoiceStatuses | null = null
  #router: Router | null = null
  #requests: TakenRequests | null = null

  private constructor(
    client: Client<true>,
    options: GatewayOptions,
    early: EarlyInteractions,
    bots: VoiceBots,
    invalid: InvalidRequests,
    arrivals: Arrivals,
  ) {
    this.#client = client
    this.#options = options
    this.#early = early
    this.#invalid = invalid
    this.#arrivals = arrivals
    this.signalling = new GatewaySignalling(client)
    this.attachmentLinks = new AttachmentLinks(client.rest, options.apiUrl)
    this.servers = new KnownServers(client, bots)
    this.#refusing = new RefusingChannels(client, options.clock)
    this.announcer = new ChannelAnnouncer(
      client,
      invalid,
      this.#refusing,
      options.log,
      options.messageContent,
    )
    const { promise, reject } = Promise.withResolvers<never>()
    whenRefused(client, (error: StartError) => reject(error))
    promise.catch(() => {})
    this.refused = promise
  }

  /** Resolves when every server is known; rejects with a `StartError`, or the signal's reason. */
  static async connect(options: GatewayOptions, signal: AbortSignal): Promise<Gateway> {
    const client = createClient(options.apiUrl, options.messageContent)
    logTroubles(client, options.log)
    const bots = new VoiceBots(client)
    const arrivals = new Arrivals(options.clock)
    const early = new EarlyInteractions(client, arrivals, options.clock, options.log)
    const invalid = new InvalidRequests(client.rest, options.clock, options.log)
    try {
      const ready = await logIn(client, options.token, options.clock, signal)
      return new Gateway(ready, options, early, bots, invalid, arrivals)
    } catch (error) {
      early[Symbol.dispose]()
      await client.destroy()
      throw error
    }
  }

  /** Shards whose session with the main gateway is up. */
  get shards(): { readonly connected: number; readonly all: number } {
    const { shards } = this.#client.ws
    const connected = shards.filter(({ status }) => status === Status.Ready).size
    return { connected, all: shards.size }
  }

  /** Requests of the last 10 minutes that Discord answered with 401, 403 or 429. */
  get invalidRequests(): number {
    return this.#invalid.count
  }

  /** The bot is about to leave its voice channel there; resolves when nothing of its own stays. */
  async leaving(guildId: GuildId): Promise<void> {
    await this.#voiceStatus?.leaving(guildId)
  }

  /** Takes commands from now on. Resolves when they're registered, or when that takes too long. */
  async serve(options: ServeOptions): Promise<void> {
    const { players, library, matches, playlists, accounts, ownTracks, signal } = options
    const { cardStore, statusStore, reloadExtractor: reload, sourceHealth: sources } = options
    const { clock, log, events, rateLimit, ownerIds, historyDays, messageContent } = this.#options
    const client = this.#client
    const messages = new CardMessages(client.rest, this.#refusing, this.#invalid, log)
    const turns = new EditTurns(clock)
    const shown = { client, players, library, messages, store: cardStore, turns, clock, log }
    const cards = new Cards(shown)
    this.#parts.use(cards)
    this.#parts.use(players.feed.subscribe(cards))
    const servers = () => client.guilds.cache.keys()
    this.#parts.use(new LeftCards({ store: cardStore, cards, players, servers, clock, log }))
    const status = new VoiceStatuses({ client, players, store: statusStore, turns, clock, log })
    this.#parts.use(players.feed.subscribe(status))
    this.#voiceStatus = status
    const member = {
      ...{ players, library, matches, playlists, accounts, rateLimit },
      ...{ ownerIds, historyDays, messageContent, signal },
      owner: ownersTools({ client, players, announcer: this.announcer, reload, sources, log }),
      mayAnswer: () => this.#invalid.mayAnswer,
    }
    const router = new Router({
      ...member,
      handlers: {
        commands: slashCommands,
        menus,
        components: [...components, ...cardComponents(cards)],
        modals,
      },
      ...{ ownTracks, arrivals: this.#arrivals, clock, log, events },
      aside: (channelId) => (this.#refusing.takeUntold(channelId) ? silentView : null),
    })
    this.#router = router
    speakOnStages(client, (guild, notice) => players.tell(guild, notice), log)
    watchListeners(client, players)
    this.#parts.use(new Membership(client, options.departures, clock, log))
    onNewSession(client, (guild) => players.rejoin(guild))
    client.on(Events.GuildDelete, (guild) => players.forget(guildId(guild.id)))
    client.on(Events.InteractionCreate, (interaction) => void router.handle(interaction))
    this.#early.release((interaction, arrival) => void router.handle(interaction, arrival))
    log.info('invite', { link: inviteLink(client) })
    const store = options.requestChannelStore
    const requests = { ...member, client, store, refusing: this.#refusing, clock, log, events }
    if (messageContent) this.#requests = takeRequests(requests, this.#parts)
    const registered = Promise.all([this.#register(signal), this.#requests?.known])
    await within(clock, REGISTERED_WITHIN_MS, registered, () => {})
  }

  /** Running commands are answered first, if that's quick. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#early[Symbol.dispose]()
    this.#parts.dispose()
    const settled = Promise.all([this.#router?.settled(), this.#requests?.settled()])
    await within(this.#options.clock, ANSWER_WITHIN_MS, settled, () => {})
    await this.#client.destroy()
  }

  /** Commands that are already registered work even when Discord takes no new ones now. */
  async #register(signal: AbortSignal): Promise<void> {
    const { rest, application } = this.#client
    const { log, ownerIds } = this.#options
    const isOffered = (command: SlashCommand) => command !== owner || ownerIds.length > 0
    try {
      const data = [
        ...slashCommands.filter(isOffered).map(({ form }) => commandData(form)),
        ...menus.map(({ name }) => menuData(name)),
      ]
      const changed = await register(rest, application.id, data, signal)
      log.info('commands registered', { changed })
    } catch (error) {
      if (!signal.aborted) log.error('couldn’t register the commands', reasonOf(error))
    }
  }
}
