import type { ChannelId, GuildId, TrackId } from '../base/ids.ts'
import type { Happening } from '../domain/happening.ts'
import type { Media } from '../domain/media.ts'
import type { PlaybackEvent, PlaybackStats, PlayOrder } from '../domain/playback.ts'
import type { LoopMode, Room } from '../domain/player-state.ts'
import type { GuildSettings } from '../domain/settings.ts'
import type { FoundTrack, Track } from '../domain/track.ts'

/**
 * What plays: the engine. Every call resolves when the effect is certain (not "sent") and rejects
 * with a `SegueError`. All are safe to repeat.
 */
export interface Playback {
  /**
   * Joins `channelId`, or moves there. Resolves when voice can carry audio; encryption that waits
   * for a second member counts as able. `bitrate` is the channel's, in bit/s.
   */
  connect(guildId: GuildId, channelId: ChannelId, bitrate: number): Promise<void>
  /** Leaves; whatever played there is dropped without an event. */
  disconnect(guildId: GuildId): Promise<void>
  /**
   * Lets go of a server at once without a word to Discord: another process has the bot in a channel
   * there, which leaving would throw it out of.
   */
  abandon(guildId: GuildId): Promise<void>
  /** Replaces what plays. Resolves when the worker has taken the order; `started` follows. */
  play(guildId: GuildId, order: PlayOrder): Promise<void>
  /** Drops the current order without an event and stays in the channel. */
  stop(guildId: GuildId): Promise<void>
  /** Of what plays, if anything does; the next order brings its own. */
  setPaused(guildId: GuildId, paused: boolean): Promise<void>
  /** Returns the position from which playing goes on, in ms. */
  seek(guildId: GuildId, positionMs: number): Promise<number>
  /** The same. Percent, 0–200. */
  setVolume(guildId: GuildId, volume: number): Promise<void>
  stats(guildId: GuildId): Promise<PlaybackStats>
  onEvent(listener: (event: PlaybackEvent) => void): Disposable
}

/** A file that a member attached to a command. */
export interface Attachment {
  readonly name: string
  readonly url: string
  readonly sizeBytes: number
}

/** What finds and opens tracks for a server: the resolver. It is fair between servers. Rejects with a `SegueError`. */
export interface Library {
  find(query: string, server: GuildId, signal: AbortSignal): Promise<FoundTrack[]>
  findAttachment(attachment: Attachment, signal: AbortSignal): Promise<FoundTrack[]>
  /** At most `limit` suggestions for text typed so far; never rejects, answers from memory. */
  suggest(text: string, limit: number): Suggestion[]
  /** Bytes of a track, resolved anew (links expire). */
  open(track: Track, server: GuildId, signal: AbortSignal): Promise<Media>
}

/** `name` is shown, `value` is what `find` takes; both at most 100 characters. */
export interface Suggestion {
  readonly name: string
  readonly value: string
}

/** Who tells people what happened: never blocks, never rejects, keeps the order of a channel. */
export interface Announcer {
  announce(channelId: ChannelId, happening: Happening): void
}

/** The servers that the bot is a member of, as Discord tells them. */
export interface Servers {
  has(guildId: GuildId): boolean
  /** The voice channel as it is now. Throws a `SegueError` that names why the bot can't play there. */
  room(guildId: GuildId, channelId: ChannelId): Room
  /** Whether anybody is in that voice channel, bots aside; null during an outage of the server. */
  listened(guildId: GuildId, channelId: ChannelId): boolean | null
}

/** A server's player as it survives a restart. Plain data. */
export interface PlayerSnapshot {
  readonly guildId: GuildId
  /** Where the bot is; null: in no channel. */
  readonly room: Room | null
  readonly textChannelId: ChannelId | null
  readonly current: { readonly track: Track; readonly positionMs: number } | null
  readonly queue: readonly Track[]
  readonly loop: LoopMode
  /** Percent, 0–200. */
  readonly volume: number
  readonly paused: boolean
}

/**
 * Where players survive. Every write carries the fence of the server's lease: one that is older than
 * the stored lease's comes from a process that lost the server, writes nothing, and is named in the
 * result. Rejects as a whole, having written nothing, when the database is away; with an error whose
 * `temporary` is false when the same write would be refused again.
 */
export interface PlayerStore {
  /**
   * Servers that were in a channel, without those that another live process than `processId` plays in. What
   * else is stored waits for the next command.
   */
  restorable(processId: string): Promise<GuildId[]>
  /** What can't be read is kept aside and left out. */
  load(guildId: GuildId): Promise<StoredPlayer | null>
  /**
   * Stores the first of the changes in place of what was stored before: as many as one transaction of
   * bounded size holds, at least one, and each as a whole. One entry per server.
   */
  save(changes: readonly FencedSnapshot[]): Promise<Saved>
  /** Where the current tracks are, all in one transaction; a server without a stored track is left alone. */
  savePositions(changes: readonly FencedPosition[]): Promise<Refusals>
  /** The server is no longer this process's: nothing of it is remembered. */
  forget(guildId: GuildId): void
}

export interface StoredPlayer {
  readonly snapshot: PlayerSnapshot
  /** Tracks that were left out of it, since this version can't read them. */
  readonly unreadable: number
}

export interface Saved extends Refusals {
  /** Those that need not be saved again; the rest was not tried. */
  readonly stored: readonly GuildId[]
}

export interface FencedSnapshot {
  readonly snapshot: PlayerSnapshot
  readonly fence: number
}

export interface FencedPosition {
  readonly guildId: GuildId
  readonly positionMs: number
  readonly fence: number
}

export interface Refusals {
  readonly refused: readonly GuildId[]
}

/** Which process plays which server: one at a time. */
export interface Leases extends AsyncDisposable {
  /**
   * This process plays this server from now on; null while another process does. A server that it
   * holds already is answered from memory. The fence grows each time that a server is taken.
   * Rejects when the server is not held and the database is away.
   */
  claim(guildId: GuildId): Promise<{ readonly fence: number } | null>
  /** Gives the server back, to whoever claims it next. */
  release(guildId: GuildId): Promise<void>
  /** Process id (an address on the bus) of the live process that holds the server, this one included. */
  holder(guildId: GuildId): Promise<string | null>
  /** Another process took a server that this one had held before it was cut off from the database. */
  onLost(listener: (guildId: GuildId) => void): Disposable
}

export interface Opening {
  readonly guildId: GuildId
  readonly trackId: TrackId
}

/** Which tracks are being opened, so that one that ends the process is known afterwards. */
export interface OpeningLog {
  /** Once more, if it was noted already. */
  begin(opening: Opening): Promise<void>
  /** It sounds, or is opened no longer. */
  end(openings: readonly Opening[]): Promise<void>
  /** What was begun in that server and never ended, and how often. */
  interrupted(guildId: GuildId): Promise<ReadonlyMap<TrackId, number>>
}

/** What was played where, for history and statistics. */
export interface HistoryLog {
  /** All of them or none. */
  record(entries: readonly HistoryEntry[]): Promise<void>
}

export interface HistoryEntry {
  readonly guildId: GuildId
  readonly track: Track
  readonly startedAt: Date
  readonly endedAt: Date
  readonly outcome: 'finished' | 'skipped' | 'failed'
}

/** What a server's admins have set; a server that set nothing has the defaults. */
export interface SettingsStore {
  load(guildId: GuildId): Promise<GuildSettings>
  save(guildId: GuildId, settings: GuildSettings): Promise<void>
}
