import { type ErrorCode, SegueError } from '../base/error.ts'
import type { GuildId, UserId } from '../base/ids.ts'
import type { Command, Place, Request } from '../domain/command.ts'
import type { Notice } from '../domain/notice.ts'
import { idleState, type PlayerState } from '../domain/player/state.ts'
import type { Actor } from '../domain/policy/actor.ts'
import { permit } from '../domain/policy/decide.ts'
import type { GuildSettings } from '../domain/settings.ts'
import type { SettingsChange } from '../domain/settings-change.ts'
import type { Batch } from './batch.ts'
import { databaseAnswer } from './database-answer.ts'
import { end } from './ending.ts'
import { Erasing } from './erasing.ts'
import { EventFeed } from './event-feed.ts'
import { HistoryKeeper } from './history-keeper.ts'
import { type HostingPorts, hostOf } from './hosting.ts'
import { IdleServers } from './idle-servers.ts'
import { Openings } from './openings.ts'
import type { Player } from './player.ts'
import { type Held, PlayerOpener } from './player-opener.ts'
import type { PlayersPorts } from './players-ports.ts'
import { SettingsChanges } from './settings-changes.ts'
import { epochOf, snapshotOf } from './snapshot.ts'
import { TrackCounter } from './track-counter.ts'
import { Turns } from './turns.ts'
import { type Unsaved, WriteBehind } from './write-behind.ts'

/** Changes of settings that are shown; older ones are kept for a while. */
const CHANGES_SHOWN = 20

/**
 * The players of this process's servers. The process claims a server with its first command, or
 * when it finds it stored and free, and resumes the stored player.
 */
export class Players implements AsyncDisposable {
  /** What happens to them. */
  readonly feed: EventFeed
  readonly #ports: PlayersPorts
  readonly #held = new Map<GuildId, Held>()
  readonly #opening = new Map<GuildId, Promise<Held | null>>()
  /** Claimed servers without a player, each with a mark of its last claim. */
  readonly #claimed = new Map<GuildId, symbol>()
  readonly #written: WriteBehind
  readonly #openings: Openings
  readonly #settings: SettingsChanges
  readonly #erasing: Erasing
  readonly #opener: PlayerOpener
  readonly #subscriptions = new DisposableStack()
  #closing = false

  constructor(ports: PlayersPorts) {
    this.#ports = ports
    const { store, history, clock, log, events } = ports
    this.#written = new WriteBehind({
      ...{ store, history, clock, log },
      read: (guildId) => {
        const held = this.#held.get(guildId)
        if (held === undefined) return null
        return {
          snapshot: snapshotOf(guildId, held.player.state, epochOf(clock)),
          fence: held.fence,
        }
      },
      refused: (guildId) => this.#giveUp(guildId),
    })
    this.feed = new EventFeed(log, events)
    this.feed.subscribe(new HistoryKeeper((entry) => this.#written.played(entry)))
    this.feed.subscribe(new TrackCounter(events))
    const turns = new Turns()
    this.#settings = new SettingsChanges(ports.settings, turns)
    const { erasure, selfId, forgetElsewhere } = ports
    this.#erasing = new Erasing({
      ...{ erasure, store, written: this.#written, feed: this.feed, turns, selfId },
      ...(forgetElsewhere !== undefined && { forgetElsewhere }),
      players: () => [...this.#held.values()].map(({ player }) => player),
      opened: () => Promise.allSettled(this.#opening.values()),
    })
    this.#openings = new Openings(ports.openings, clock, log)
    const hosting: HostingPorts = {
      ...{ servers: ports.servers, openings: this.#openings, written: this.#written },
      ...{ feed: this.feed, fullness: () => this.#fullness() },
      fenceOf: (guildId) => this.#held.get(guildId)?.fence ?? null,
    }
    this.#opener = new PlayerOpener(ports, this.#openings, {
      of: (guildId) => hostOf(guildId, hosting),
      isClosing: () => this.#closing,
      fullness: () => this.#fullness(),
      hold: (guildId, held) => {
        this.#held.set(guildId, held)
        this.#claimed.delete(guildId)
      },
    })
    const hear = ports.playback.onEvent((event) =>
      this.#held.get(event.guildId)?.player.hear(event),
    )
    this.#subscriptions.use(hear)
    this.#subscriptions.use(ports.leases.onLost((guildId) => this.#lose(guildId)))
    const idle = { clock, idle: () => this.#idle(), letGo: (id: GuildId) => this.#letGo(id) }
    this.#subscriptions.use(new IdleServers(idle))
  }

  /**
   * Claims the server if it's nobody's; resolves with whether it's this process's. Rejects with
   * 'database-away' when that can't be told.
   */
  async claim(guildId: GuildId): Promise<boolean> {
    if (this.#held.has(guildId)) return true
    const lease = await databaseAnswer(this.#ports.clock, this.#ports.leases.claim(guildId))
    if (lease !== null && !this.#held.has(guildId)) this.#claimed.set(guildId, Symbol())
    return lease !== null
  }

  /** Like `claim`; on true, the server's player exists afterwards, as it was stored. */
  async open(guildId: GuildId): Promise<boolean> {
    return (await this.#open(guildId)) !== null
  }

  /** See `Player.command`. Rejects with 'other-process' for a server that is another process's. */
  async command(guildId: GuildId, command: Command, request: Request): Promise<Notice> {
    return (await this.#active(guildId)).command(command, request)
  }

  /** Queues tracks, of which more may follow; otherwise like `command`. */
  async enqueue(guildId: GuildId, batch: Batch, place: Place, request: Request): Promise<Notice> {
    return (await this.#active(guildId)).enqueue(batch, place, request)
  }

  /**
   * Resolves with the settings once they're stored; from then on they hold. Rejects with a
   * `SegueError`, and nothing has changed then.
   */
  async changeSettings(
    guildId: GuildId,
    change: Partial<GuildSettings>,
    actor: Actor,
  ): Promise<GuildSettings> {
    const held = await this.#open(guildId)
    if (held === null) throw new SegueError('other-process')
    permit('manage', actor, held.player.state)
    return await databaseAnswer(
      this.#ports.clock,
      this.#settings.make(guildId, held, change, actor),
    )
  }

  /** The last changes of the server's settings, the newest first. Rejects with a `SegueError`. */
  async settingsChanges(guildId: GuildId, actor: Actor): Promise<readonly SettingsChange[]> {
    permit('manage', actor, this.state(guildId))
    const { settings, clock } = this.#ports
    return await databaseAnswer(clock, settings.changes(guildId, CHANGES_SHOWN))
  }

  /** Deletes all that is kept of the server, and stops its music. Rejects with a `SegueError`. */
  async erase(guildId: GuildId, actor: Actor): Promise<void> {
    const held = await this.#open(guildId)
    if (held === null) throw new SegueError('other-process')
    permit('erase', actor, held.player.state)
    await this.#erasing.server(guildId, held)
  }

  /** Deletes the record of what that member asked for, in every server. Rejects with a `SegueError`. */
  async eraseMember(userId: UserId): Promise<void> {
    await this.#erasing.member(userId)
  }

  /** Forgets who has asked for what that member asked for, in memory alone: another process deletes it. */
  async forgetMember(userId: UserId): Promise<void> {
    await this.#erasing.forget(userId)
  }

  /** Throws a `SegueError` that tells why the actor can't call the bot in that server now. */
  mayCall(guildId: GuildId, actor: Actor): void {
    const held = this.#held.get(guildId)
    if (held === undefined) throw new SegueError('other-process')
    held.player.placeFor(actor)
  }

  /** Whether the server was opened here and not lost since. */
  holds(guildId: GuildId): boolean {
    return this.#held.has(guildId)
  }

  /** Idle for a server that was not opened. */
  state(guildId: GuildId): PlayerState {
    return this.#held.get(guildId)?.player.state ?? idleState
  }

  /** Servers that were opened here and not lost since. */
  get guilds(): GuildId[] {
    return [...this.#held.keys()]
  }

  /** Servers where the bot is in a channel or joining one. */
  get playing(): number {
    return [...this.#held.values()].filter(({ player }) => player.state.voiceChannel !== null)
      .length
  }

  /** What isn't stored of these players yet; null: all is. */
  get unsaved(): Unsaved | null {
    return this.#written.unsaved
  }

  /** Says something in the text channel of the server's last command. */
  tell(guildId: GuildId, notice: Notice): void {
    this.#held.get(guildId)?.player.tell(notice)
  }

  /** The server's voice ended with the main gateway's session. */
  rejoin(guildId: GuildId): void {
    if (!this.#closing) this.#held.get(guildId)?.player.rejoin()
  }

  /** People entered or left that channel, or that isn't known. */
  async lookAround(guildId: GuildId): Promise<void> {
    await this.#ports.playback.caughtUp(guildId)
    if (!this.#closing) this.#held.get(guildId)?.player.lookAround()
  }

  /** The bot is no longer a member of the server. */
  forget(guildId: GuildId): void {
    this.#held.get(guildId)?.player.remove()
  }

  /** Takes no commands from now on, stores everything, and leaves every voice channel. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#closing) return
    this.#closing = true
    this.#subscriptions.dispose()
    this.feed.flush()
    const players = () => new Map([...this.#held].map(([id, { player }]) => [id, player]))
    await end(this.#ports, { written: this.#written, openings: this.#openings, players })
  }

  async #active(guildId: GuildId): Promise<Player> {
    if (this.#closing) throw new SegueError('shutting-down')
    const held = await this.#open(guildId)
    if (held === null) throw new SegueError('other-process')
    if (this.#closing) throw new SegueError('shutting-down')
    return held.player
  }

  /** Whoever commands a bot that was just moved is judged by where it is now. */
  async #open(guildId: GuildId): Promise<Held | null> {
    if (!this.#held.has(guildId)) return this.#openNow(guildId)
    await this.#ports.playback.caughtUp(guildId)
    // An idle one may have been let go of meanwhile.
    return this.#held.get(guildId) ?? (await this.#openNow(guildId))
  }

  #openNow(guildId: GuildId): Promise<Held | null> {
    let opening = this.#opening.get(guildId)
    if (opening === undefined) {
      opening = this.#opener.open(guildId).finally(() => this.#opening.delete(guildId))
      opening.catch(() => {})
      this.#opening.set(guildId, opening)
    }
    return databaseAnswer(this.#ports.clock, opening)
  }

  /** Why no further server may be joined now, whoever asks: a member, or what was stored. */
  #fullness(): ErrorCode | null {
    return this.#ports.mayJoin?.(this.playing) ?? null
  }

  /** Players that can be dropped: all of them is stored, and the next command brings them back. */
  *#idle(): Iterable<readonly [GuildId, unknown]> {
    for (const [guildId, { player }] of this.#held) {
      if (isIdle(player.state) && this.#written.isStored(guildId)) yield [guildId, player.state]
    }
    for (const [guildId, mark] of this.#claimed) {
      if (!this.#opening.has(guildId)) yield [guildId, mark]
    }
  }

  #letGo(guildId: GuildId): void {
    this.#held.get(guildId)?.player.end()
    this.#drop(guildId)
    this.#release(guildId)
  }

  #drop(guildId: GuildId): void {
    this.#held.delete(guildId)
    this.#claimed.delete(guildId)
    this.#ports.store.forget(guildId)
    this.#openings.forget(guildId)
    this.feed.forget(guildId)
  }

  /** The store knew before the leases did, so those must not answer from memory. */
  #giveUp(guildId: GuildId): void {
    this.#lose(guildId)
    this.#release(guildId)
  }

  #release(guildId: GuildId): void {
    const { leases, log } = this.#ports
    leases.release(guildId).catch((error: unknown) => {
      log.warn('couldn’t release a server', { guildId, reason: String(error) })
    })
  }

  /**
   * Another process has taken the server: from here on nothing is stored and nobody is told
   * anything.
   */
  #lose(guildId: GuildId): void {
    this.#claimed.delete(guildId)
    const held = this.#held.get(guildId)
    if (held === undefined) return
    this.#drop(guildId)
    held.player.abandon()
    const { playback, log } = this.#ports
    log.warn('another process took over a server', { guildId })
    playback.abandon(guildId).catch((error: unknown) => {
      log.warn('couldn’t let go of a server', { guildId, reason: String(error) })
    })
  }
}

/** Whether nothing plays or is about to. */
function isIdle({ voiceChannel, current }: PlayerState): boolean {
  return voiceChannel === null && current === null
}
