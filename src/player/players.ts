import type { Clock } from '../base/clock.ts'
import { type GuildId, newRequestId, type TrackId } from '../base/ids.ts'
import type { Command, Request } from '../domain/command.ts'
import { codeOf, type ErrorCode, SegueError } from '../domain/errors.ts'
import type { Happening } from '../domain/happening.ts'
import { idleState, type PlayerState } from '../domain/player-state.ts'
import type { Track } from '../domain/track.ts'
import type { Input } from '../domain/transition.ts'
import { HistoryKeeper } from './history-keeper.ts'
import { IdleServers } from './idle-servers.ts'
import { CRASHES, Openings } from './openings.ts'
import { Player, type PlayerHost, type PlayerPorts } from './player.ts'
import type {
  HistoryLog,
  Leases,
  OpeningLog,
  PlayerSnapshot,
  PlayerStore,
  Servers,
  SettingsStore,
} from './ports.ts'
import { snapshotOf, stateOf, tracksOf, without } from './snapshot.ts'
import { type Unsaved, WriteBehind } from './write-behind.ts'

/** When the process ends: how long storing, and then leaving every channel, may take. */
const STORE_WITHIN_MS = 2_500
const LEAVE_WITHIN_MS = 3_000
/** Servers that a line of the log names. */
const NAMED_SERVERS = 20
/** Tracks that a channel is told of one by one. */
const TOLD = 5
/** A database that has not answered by then counts as away, for whoever waits. */
const ANSWER_WITHIN_MS = 8_000

export interface PlayersPorts extends PlayerPorts {
  readonly servers: Servers
  readonly store: PlayerStore
  readonly leases: Leases
  readonly history: HistoryLog
  readonly openings: OpeningLog
  readonly settings: SettingsStore
  /** Why no further server may be joined while `playing` are; null: one may. */
  mayJoin?(playing: number): ErrorCode | null
}

/** A player of this process, with the fence of its server's lease. */
interface Held {
  readonly player: Player
  readonly fence: number
}

/**
 * The players of the servers that are this process's: it claims a server with the first command, or
 * when it finds it stored and free, and goes on with what was stored.
 */
export class Players implements AsyncDisposable {
  readonly #ports: PlayersPorts
  readonly #held = new Map<GuildId, Held>()
  readonly #opening = new Map<GuildId, Promise<Held | null>>()
  /** Servers that were claimed and have no player, each with a mark of its last claim. */
  readonly #claimed = new Map<GuildId, symbol>()
  readonly #written: WriteBehind
  readonly #history: HistoryKeeper
  readonly #openings: Openings
  readonly #subscriptions = new DisposableStack()
  #closing = false

  constructor(ports: PlayersPorts) {
    this.#ports = ports
    const { store, history, clock, log } = ports
    this.#written = new WriteBehind({
      store,
      history,
      clock,
      log,
      read: (guildId) => {
        const held = this.#held.get(guildId)
        if (held === undefined) return null
        return { snapshot: snapshotOf(guildId, held.player.state), fence: held.fence }
      },
      refused: (guildId) => this.#giveUp(guildId),
    })
    this.#history = new HistoryKeeper((entry) => this.#written.played(entry))
    this.#openings = new Openings(ports.openings, clock, log)
    const hear = ports.playback.onEvent((event) =>
      this.#held.get(event.guildId)?.player.hear(event),
    )
    this.#subscriptions.use(hear)
    this.#subscriptions.use(ports.leases.onLost((guildId) => this.#lose(guildId)))
    const idle = { clock, idle: () => this.#idle(), letGo: (id: GuildId) => this.#letGo(id) }
    this.#subscriptions.use(new IdleServers(idle))
  }

  /**
   * Whether the server is this process's, which it becomes if it is nobody's. Rejects with
   * 'database-away' when that can't be told.
   */
  async claim(guildId: GuildId): Promise<boolean> {
    if (this.#held.has(guildId)) return true
    const lease = await this.#database(this.#ports.leases.claim(guildId))
    if (lease !== null && !this.#held.has(guildId)) this.#claimed.set(guildId, Symbol())
    return lease !== null
  }

  /** As `claim`; if so, the server's player is there afterwards, as it was stored. */
  async open(guildId: GuildId): Promise<boolean> {
    return (await this.#open(guildId)) !== null
  }

  /** See `Player.command`. Rejects with 'other-process' for a server that is another process's. */
  async command(guildId: GuildId, command: Command, request: Request): Promise<Happening> {
    if (this.#closing) throw new SegueError('shutting-down')
    const held = await this.#open(guildId)
    if (held === null) throw new SegueError('other-process')
    if (this.#closing) throw new SegueError('shutting-down')
    return held.player.command(command, request)
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

  /** Servers whose channel the bot is in, or joining. */
  get playing(): number {
    return [...this.#held.values()].filter(({ player }) => player.state.room !== null).length
  }

  /** What of these players is not stored yet; null: all is. */
  get unsaved(): Unsaved | null {
    return this.#written.unsaved
  }

  /** Says something in the text channel of the server's last command. */
  tell(guildId: GuildId, happening: Happening): void {
    this.#held.get(guildId)?.player.tell(happening)
  }

  /** The server's voice ended with the main gateway's session. */
  rejoin(guildId: GuildId): void {
    if (!this.#closing) this.#held.get(guildId)?.player.rejoin()
  }

  /** People came into that channel or left it, or nobody knows who did. */
  lookAround(guildId: GuildId): void {
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
    const { playback, clock, log } = this.#ports
    this.#subscriptions.dispose()
    // First: what is stored tells the channels, so that the next start finds back into them.
    const stored = Promise.all([this.#written.close(), this.#openings.close()])
    await within(clock, STORE_WITHIN_MS, stored).catch((error: unknown) => {
      const servers = this.#written.unsaved?.servers ?? []
      const some = servers.slice(0, NAMED_SERVERS).join()
      log.error('players were not stored', {
        reason: String(error),
        servers: servers.length,
        some,
      })
    })
    for (const { player } of this.#held.values()) player.end()
    const playing = [...this.#held].filter(([, { player }]) => player.state.room !== null)
    const left = Promise.allSettled(playing.map(([guildId]) => playback.disconnect(guildId)))
    await within(clock, LEAVE_WITHIN_MS, left).catch((error: unknown) => {
      log.warn('voice was not left in time', { reason: String(error) })
    })
  }

  #open(guildId: GuildId): Promise<Held | null> {
    const held = this.#held.get(guildId)
    if (held !== undefined) return Promise.resolve(held)
    let opening = this.#opening.get(guildId)
    if (opening === undefined) {
      opening = this.#restore(guildId).finally(() => this.#opening.delete(guildId))
      opening.catch(() => {})
      this.#opening.set(guildId, opening)
    }
    return this.#database(opening)
  }

  /** Never a fresh player in place of a stored one: without the database there is none. */
  async #restore(guildId: GuildId): Promise<Held | null> {
    const { leases, store, settings, servers, log } = this.#ports
    const lease = await leases.claim(guildId)
    if (lease === null) return null
    const [loaded, interrupted] = await Promise.all([
      store.load(guildId),
      this.#openings.interrupted(guildId),
    ])
    const { stored, leftOut } = this.#spared(guildId, loaded?.snapshot ?? null, interrupted)
    const volume = stored?.volume ?? (await settings.load(guildId)).volume
    if (this.#closing) throw new SegueError('shutting-down')
    const player = new Player(guildId, this.#ports, this.#hostOf(guildId), { ...idleState, volume })
    const held = { player, fence: lease.fence }
    this.#held.set(guildId, held)
    this.#claimed.delete(guildId)
    if (stored !== null) {
      const barred =
        stored.room === null
          ? null
          : (barredFrom(servers, guildId, stored.room.channelId) ?? this.#fullness())
      player.restore(stateOf(stored, newRequestId()), barred)
      const count = loaded?.unreadable ?? 0
      if (count > 0) player.tell({ kind: 'unreadable', count })
      for (const track of leftOut.slice(0, TOLD)) player.tell({ kind: 'crashed', track })
      log.info('player restored', { guildId, playing: stored.current !== null && barred === null })
    }
    return held
  }

  /** The player without the tracks that were being opened at one crash after another. */
  #spared(
    guildId: GuildId,
    snapshot: PlayerSnapshot | null,
    interrupted: ReadonlyMap<TrackId, number>,
  ): { stored: PlayerSnapshot | null; leftOut: readonly Track[] } {
    const bad = new Set([...interrupted].flatMap(([id, times]) => (times >= CRASHES ? [id] : [])))
    const queued = snapshot === null ? [] : tracksOf(snapshot)
    const ids = new Set(queued.map(({ id }) => id))
    const gone = [...interrupted.keys()].filter((id) => !ids.has(id))
    this.#openings.drop(gone.map((trackId) => ({ guildId, trackId })))
    this.#openings.suspect(guildId, new Set(interrupted.keys()))
    if (snapshot === null || bad.size === 0) return { stored: snapshot, leftOut: [] }
    const leftOut = queued.filter(({ id }) => bad.has(id))
    for (const { id } of leftOut) {
      this.#ports.log.warn('a track is left out: it was being opened at crash after crash', {
        ...{ guildId, trackId: id, times: interrupted.get(id) ?? 0 },
      })
    }
    return { stored: without(snapshot, bad), leftOut }
  }

  /** Why no further server may be joined now, whoever asks: a member, or what was stored. */
  #fullness(): ErrorCode | null {
    return this.#ports.mayJoin?.(this.playing) ?? null
  }

  #hostOf(guildId: GuildId): PlayerHost {
    return {
      admit: () => {
        const code = this.#fullness()
        if (code !== null) throw new SegueError(code)
      },
      listened: (channelId) => this.#ports.servers.listened(guildId, channelId),
      opening: (trackId, asked) => this.#openings.begin(guildId, trackId, asked),
      stepped: (before, input, after) => {
        this.#history.note(guildId, before, input, after)
        this.#openings.stepped(guildId, after)
        if (onlyMoved(before, input, after)) this.#written.moved(guildId)
        else if (before !== after) this.#written.changed(guildId)
      },
    }
  }

  /** What nobody misses when it is gone: all of it is stored, and comes back with the next command. */
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
    this.#held.delete(guildId)
    this.#claimed.delete(guildId)
    this.#ports.store.forget(guildId)
    this.#openings.forget(guildId)
    this.#release(guildId)
  }

  /** The store knew it before the leases did, which therefore must not answer from memory. */
  #giveUp(guildId: GuildId): void {
    this.#lose(guildId)
    this.#release(guildId)
  }

  #release(guildId: GuildId): void {
    const { leases, log } = this.#ports
    leases.release(guildId).catch((error: unknown) => {
      log.warn('could not give a server back', { guildId, reason: String(error) })
    })
  }

  /** Another process has taken the server: nothing is stored and nothing said from here on. */
  #lose(guildId: GuildId): void {
    this.#claimed.delete(guildId)
    const held = this.#held.get(guildId)
    if (held === undefined) return
    this.#held.delete(guildId)
    this.#ports.store.forget(guildId)
    this.#openings.forget(guildId)
    held.player.abandon()
    const { playback, log } = this.#ports
    log.warn('another process has taken over a server', { guildId })
    playback.abandon(guildId).catch((error: unknown) => {
      log.warn('could not let go of a server', { guildId, reason: String(error) })
    })
  }

  async #database<T>(work: Promise<T>): Promise<T> {
    try {
      return await within(this.#ports.clock, ANSWER_WITHIN_MS, work)
    } catch (error) {
      if (error instanceof SegueError) throw error
      throw new SegueError('database-away', String(error), { cause: error })
    }
  }
}

/** Why the bot can't play in that channel any more; null: it can. */
function barredFrom(servers: Servers, ...channel: Parameters<Servers['room']>): ErrorCode | null {
  try {
    servers.room(...channel)
    return null
  } catch (error) {
    return codeOf(error)
  }
}

/** Whether nothing plays or is about to. */
function isIdle({ room, current }: PlayerState): boolean {
  return room === null && current === null
}

/** Whether the engine told where the track is, and no more. */
function onlyMoved(before: PlayerState, input: Input, after: PlayerState): boolean {
  return before !== after && input.kind === 'event' && input.event.kind === 'position'
}

async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  using _limit = clock.after(ms, () => late.reject(new Error(`not within ${ms} ms`)))
  return await Promise.race([work, late.promise])
}
