import { expect } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { type ChannelId, type GuildId, type TrackId, userId } from '../../src/base/ids.ts'
import type { Command } from '../../src/domain/command.ts'
import type { Notice } from '../../src/domain/notice.ts'
import type { PlaybackEvent } from '../../src/domain/playback.ts'
import { defaultSettings, type GuildSettings } from '../../src/domain/settings.ts'
import { type FoundTrack, whole } from '../../src/domain/track.ts'
import { Events } from '../../src/observability/events.ts'
import { silentLog } from '../../src/observability/log.ts'
import { Metrics } from '../../src/observability/metrics.ts'
import { Players } from '../../src/player/players.ts'
import type { PlayersPorts } from '../../src/player/players-ports.ts'
import type {
  HistoryEntry,
  Leases,
  Library,
  PlayerSnapshot,
  PlayerStore,
  Refusals,
} from '../../src/player/ports.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { channelAt, enqueue, guild, request, track } from '../domain/player/sample.ts'
import { matchesOf } from '../support/matches.ts'
import { settled } from './stage.ts'

/** What all processes of one bot share: a database, at the players' ports. */
export class Shared {
  readonly clock = new ManualClock(0)
  readonly players = new Map<GuildId, PlayerSnapshot>()
  readonly history: HistoryEntry[] = []
  /** By server and track: how often it was begun and not ended. */
  readonly openings = new Map<string, number>()
  readonly settings = new Map<GuildId, GuildSettings>()
  readonly holders = new Map<GuildId, Process>()
  readonly fences = new Map<GuildId, number>()
  state: 'here' | 'away' | 'hanging' = 'here'
  /** Tracks that no load can read. */
  unreadable = 0
  writes = 0
  /** Those among them that told nothing but where tracks are. */
  positionWrites = 0

  readonly store: PlayerStore = {
    restorable: () => this.#answer(() => [...this.players.keys()]),
    load: (guildId) =>
      this.#answer(() => {
        const snapshot = this.players.get(guildId)
        return snapshot === undefined ? null : { snapshot, unreadable: this.unreadable }
      }),
    save: async (changes) => {
      const { refused } = await this.#write(changes, () => {
        for (const { snapshot, fence } of changes)
          if (fence === this.fences.get(snapshot.guildId))
            this.players.set(snapshot.guildId, snapshot)
      })
      const ids = changes.map(({ snapshot }) => snapshot.guildId)
      return { stored: ids.filter((id) => !refused.includes(id)), refused }
    },
    forget: () => {},
    savePositions: (changes) => this.#write(changes, () => void this.positionWrites++),
  }

  forget(which: (entry: HistoryEntry) => boolean): void {
    const kept = this.history.filter((entry) => !which(entry))
    this.history.splice(0, this.history.length, ...kept)
  }

  /** Time passes, and whatever falls due is done with. */
  async passes(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      this.clock.advance(50)
      await settled()
    }
  }

  leasesOf(process: Process): Leases {
    return {
      claim: async (guildId) => {
        const held = process.fences.get(guildId)
        if (held !== undefined) return { fence: held }
        return await this.#answer(() => {
          if (this.holders.has(guildId)) return null
          return { fence: this.give(guildId, process) }
        })
      },
      release: async (guildId) => {
        process.fences.delete(guildId)
        if (this.holders.get(guildId) === process) this.holders.delete(guildId)
      },
      holder: async () => null,
      onLost: (listener) => {
        process.lost = listener
        return { [Symbol.dispose]() {} }
      },
      [Symbol.asyncDispose]: async () => {},
    }
  }

  give(guildId: GuildId, process: Process): number {
    const fence = (this.fences.get(guildId) ?? 0) + 1
    this.holders.set(guildId, process)
    this.fences.set(guildId, fence)
    process.fences.set(guildId, fence)
    return fence
  }

  answer<T>(value: () => T): Promise<T> {
    return this.#answer(value)
  }

  #write(
    changes: readonly ({ fence: number } & ({ guildId: GuildId } | { snapshot: PlayerSnapshot }))[],
    write: () => void,
  ): Promise<Refusals> {
    return this.#answer(() => {
      this.writes++
      write()
      const ids = changes.filter((change) => change.fence !== this.fences.get(idOf(change)))
      return { refused: ids.map(idOf) }
    })
  }

  async #answer<T>(value: () => T): Promise<T> {
    if (this.state === 'away') throw new Error('connection refused')
    if (this.state === 'hanging') await new Promise(() => {})
    return value()
  }
}

/** One process of the bot: its players, on an engine that does whatever it is told at once. */
export class Process {
  readonly calls: string[] = []
  readonly told: Notice[] = []
  /** What it believes to hold, until it is told otherwise. */
  readonly fences = new Map<GuildId, number>()
  readonly players: Players
  /** Each word of a query names a track, but for 'nothing'. */
  readonly library: Library = {
    find: (query) => this.#find(query),
    search: ({ text }) => this.#find(text),
    findAttachment: () => Promise.reject(new SegueError('nothing-found')),
    queryFor: () => null,
    suggestWords: () => Promise.resolve([]),
    stations: () => Promise.resolve([]),
    station: () => Promise.resolve(null),
    suggest: () => Promise.resolve([]),
    lyrics: () => Promise.reject(new SegueError('no-lyrics')),
    cover: () => Promise.resolve(null),
    open: async ({ locator }) => ({ kind: 'file', path: locator }),
  }
  /** What it logs of commands. */
  readonly logged: Record<string, unknown>[] = []
  readonly metrics = new Metrics()
  readonly events: Events
  readonly stopping = new AbortController()
  lost: (guildId: GuildId) => void = () => {}
  barred: SegueError | null = null
  /** Whether anybody is in the bot's channels; null: unknown. */
  listened: boolean | null = true
  /** When the engine has taken what Discord has said of the bot's voice. */
  catchesUp = Promise.resolve()
  readonly #shared: Shared
  readonly #find = async (query: string) => {
    if (query === 'nothing') throw new SegueError('nothing-found')
    return whole(query.split(' ').map(found))
  }
  #emit: (event: PlaybackEvent) => void = () => {}

  constructor(shared: Shared, options: Partial<Pick<PlayersPorts, 'mayJoin' | 'library'>> = {}) {
    this.#shared = shared
    const note = (msg: string, fields = {}) => void this.logged.push({ msg, ...fields })
    this.events = new Events({ ...silentLog, info: note, error: note }, this.metrics)
    const did = async (name: string) => void this.calls.push(name)
    this.players = new Players({
      playback: {
        connect: (_, channelId) => did(`connect ${channelId}`),
        disconnect: () => did('disconnect'),
        abandon: () => did('abandon'),
        play: (_, { playId, startMs, sound }) => did(`play ${playId} ${startMs} ${sound.volume}`),
        prepare: (_, next) => did(next === null ? 'unprepare' : `prepare ${next.number}`),
        stop: () => did('stop'),
        setPaused: (_, paused) => did(paused ? 'pause' : 'resume'),
        seek: async (_, positionMs) => positionMs,
        setSound: (_, { volume }) => did(`volume ${volume}`),
        stats: async () => ({ framesSent: 0, framesMissing: 0, framesLate: 0 }),
        caughtUp: () => this.catchesUp,
        onEvent: (listener) => {
          this.#emit = listener
          return { [Symbol.dispose]() {} }
        },
      },
      library: this.library,
      related: async () => [],
      announcer: {
        announce: async (_: ChannelId, notice) => {
          this.told.push(notice)
          return null
        },
      },
      servers: {
        has: () => true,
        voiceChannel: (_, id) => {
          if (this.barred !== null) throw this.barred
          return channelAt(id)
        },
        listeners: () => (this.listened === null ? null : this.listened ? [userId('30')] : []),
        hearing: () => (this.listened ? [userId('30')] : []),
      },
      store: shared.store,
      leases: shared.leasesOf(this),
      history: { record: (entries) => shared.answer(() => void shared.history.push(...entries)) },
      openings: {
        begin: ({ guildId, trackId }) =>
          shared.answer(() => {
            const key = `${guildId} ${trackId}`
            shared.openings.set(key, (shared.openings.get(key) ?? 0) + 1)
          }),
        end: (openings) =>
          shared.answer(() => {
            for (const { guildId, trackId } of openings)
              shared.openings.delete(`${guildId} ${trackId}`)
          }),
        interrupted: (guildId) =>
          shared.answer(() => {
            const here = [...shared.openings].filter(([key]) => key.startsWith(`${guildId} `))
            return new Map(here.map(([key, times]) => [key.split(' ')[1] as TrackId, times]))
          }),
      },
      settings: {
        load: (guildId) => shared.answer(() => shared.settings.get(guildId) ?? defaultSettings),
        save: (guildId, settings, fence) =>
          shared.answer(() => {
            if (fence !== shared.fences.get(guildId)) return false
            shared.settings.set(guildId, settings)
            return true
          }),
        changes: async () => [],
      },
      selfId: userId('99'),
      erasure: {
        server: (guildId, fence) =>
          shared.answer(() => {
            if (fence !== shared.fences.get(guildId)) return false
            shared.players.delete(guildId)
            shared.settings.delete(guildId)
            shared.forget((entry) => entry.guildId === guildId)
            return true
          }),
        member: (userId) =>
          shared.answer(() => shared.forget(({ track }) => track.requestedBy === userId)),
      },
      clock: shared.clock,
      log: silentLog,
      events: this.events,
      ...options,
    })
  }

  /** What it needs to answer calls from other processes. */
  get served() {
    const { players, library, events } = this
    const { clock } = this.#shared
    const matches = matchesOf(library, clock)
    const { signal: stop } = this.stopping
    return { players, library, matches, events, clock, selfId: userId('99'), stop }
  }

  /** A command's outcome as a word; a `/play` is heard at once. */
  async command(command: Command, guildId = guild): Promise<string> {
    const outcome = this.players.command(guildId, command, request()).then(
      ({ kind }) => kind,
      (error: unknown) => (error instanceof SegueError ? `refused: ${error.code}` : String(error)),
    )
    await settled()
    this.sounds(guildId)
    return outcome
  }

  /** What the engine was told to play has begun. */
  sounds(guildId = guild): void {
    const { current } = this.players.state(guildId)
    if (current === null || current.started) return
    const { playId, requestId } = current
    const order = { guildId, playId, requestId, durationMs: 180_000, stated: true, seekable: true }
    this.event({ ...order, kind: 'started' })
  }

  event(event: PlaybackEvent): void {
    this.#emit(event)
  }

  /** Another process holds the server from now on. */
  loses(guildId: GuildId, to: Process): void {
    this.#shared.give(guildId, to)
    this.fences.delete(guildId)
    this.lost(guildId)
  }
}

/** A process that plays `a` with `b` behind it, all of it stored, and then is gone. */
export async function stored(): Promise<Shared> {
  const shared = new Shared()
  const first = new Process(shared)
  expect(await first.command(enqueue('a b'))).toBe('playing')
  await first.command({ kind: 'volume', volume: 70 })
  const { playId } = first.players.state(guild).current ?? { playId: 0 }
  first.event({ kind: 'position', guildId: guild, playId, positionMs: 42_000 })
  await first.command({ kind: 'loop', loop: 'queue' })
  await shared.passes(1000)
  shared.holders.clear()
  return shared
}

const idOf = (change: { guildId: GuildId } | { snapshot: PlayerSnapshot }): GuildId =>
  'guildId' in change ? change.guildId : change.snapshot.guildId

function found(name: string): FoundTrack {
  const { id: _, requestedBy: __, ...shown } = track(name)
  return shown
}
