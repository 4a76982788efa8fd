import type { ChannelId, GuildId, MessageId, TrackId, UserId } from '../base/ids.ts'
import type { ArrivingList } from '../domain/arriving.ts'
import type { AutoplayMode, Related } from '../domain/autoplay.ts'
import type { Cover } from '../domain/cover.ts'
import type { Lyrics } from '../domain/lyrics.ts'
import type { Media } from '../domain/media.ts'
import type { Notice } from '../domain/notice.ts'
import type { PlaybackEvent, PlaybackStats, PlayOrder, PreparedTrack } from '../domain/playback.ts'
import type { Past } from '../domain/player/past/past.ts'
import type { LoopMode, VoiceChannel } from '../domain/player/state.ts'
import type { GuildSettings } from '../domain/settings.ts'
import type { SettingsChange } from '../domain/settings-change.ts'
import type { Filters, Sound } from '../domain/sound.ts'
import type { Found, FoundTrack, Named, SearchPlace, Track } from '../domain/track.ts'

/**
 * The engine, which plays. Every call resolves when the effect is certain (not just sent) and
 * rejects with a `SegueError`. All are safe to repeat.
 */
export interface Playback {
  /**
   * Joins `channelId`, or moves there. Resolves when voice can carry audio; encryption that waits
   * for a second member counts as able. `bitrate` is the channel's, in bit/s.
   */
  connect(guildId: GuildId, channelId: ChannelId, bitrate: number): Promise<void>
  /** Leaves; the current order is dropped without an event. */
  disconnect(guildId: GuildId): Promise<void>
  /**
   * Drops a server at once without telling Discord: another process has the bot in a channel there,
   * and leaving would throw it out.
   */
  abandon(guildId: GuildId): Promise<void>
  /** Replaces what plays. Resolves when the worker has taken the order; `started` follows. */
  play(guildId: GuildId, order: PlayOrder): Promise<void>
  /**
   * Opens a track ahead of its order, in place of what was prepared before; null: nothing is from
   * now on. Resolves when the worker has taken it: an order may name it, and is played from its
   * own media where that track is gone or has failed.
   */
  prepare(guildId: GuildId, next: PreparedTrack | null): Promise<void>
  /** Drops the current order without an event and stays in the channel. */
  stop(guildId: GuildId): Promise<void>
  /** Pauses the current order, if there is one; the next order brings its own setting. */
  setPaused(guildId: GuildId, paused: boolean): Promise<void>
  /** Resolves with the position where playing goes on, in ms. */
  seek(guildId: GuildId, positionMs: number): Promise<number>
  /** Sets how the current order sounds; the next order brings its own. */
  setSound(guildId: GuildId, sound: Sound): Promise<void>
  stats(guildId: GuildId): Promise<PlaybackStats>
  /**
   * Resolves once everything that Discord has said so far of the bot's own voice in that server has
   * been told as events; at once where nothing is under way, and in any case soon. Never rejects.
   */
  caughtUp(guildId: GuildId): Promise<void>
  onEvent(listener: (event: PlaybackEvent) => void): Disposable
}

/** A radio station. Its name is hostile until escaped. */
export interface Station {
  readonly name: string
  readonly url: string
}

/** A radio station to choose. */
export interface OfferedStation {
  readonly name: string
  /** Finds just this one, in at most 100 characters. */
  readonly query: string
  /** Its country and how it sends, as far as that's known: "DE · MP3 128". */
  readonly about: string | null
}

/** What somebody looks for. */
export interface SearchQuery {
  readonly text: string
  /** How many tracks words may find. */
  readonly limit: number
  /** Where words are looked for; null: in the library, and on the web if that has nothing. */
  readonly place: SearchPlace | null
  /** Whether a single track that's known to have chapters is found as these. */
  readonly split?: boolean
  /** Whether a playlist of the library that fits best is found as its tracks, although `limit` is more than 1. */
  readonly lists?: boolean
}

/** A file that a member attached to a command. */
export interface Attachment {
  readonly name: string
  readonly url: string
  readonly sizeBytes: number
}

/** A list that some program wrote to a file. */
export interface ListFile {
  /** How it calls itself; null: it doesn't. */
  readonly name: string | null
  /** Never empty; at most as many as a playlist takes. */
  readonly tracks: readonly FoundTrack[]
  /** How many entries name nothing that could be looked for. */
  readonly skipped: number
}

/** What reads such files, which may be anything. */
export interface ListFiles {
  /**
   * Rejects with a `SegueError`: 'list-unreadable' for what is no list, 'list-file-too-big',
   * 'list-too-long', 'list-without-links' for one without entries, or why the file can't be had.
   */
  read(file: Pick<Attachment, 'name' | 'url'>, signal: AbortSignal): Promise<ListFile>
}

/**
 * The resolver, which finds and opens tracks for a server, and is fair between servers. Rejects
 * with a `SegueError`.
 */
export interface Library {
  /** The tracks to queue: the first page of them, and the way to the others. */
  find(query: string, server: GuildId, signal: AbortSignal): Promise<Found>
  /** The same, but words find up to `limit` tracks to choose from, best first. */
  search(query: SearchQuery, server: GuildId, signal: AbortSignal): Promise<Found>
  /**
   * What finds just this track again, short enough for a choice that Discord shows (100 characters);
   * null: nothing does.
   */
  queryFor(track: FoundTrack): string | null
  /**
   * Radio stations for what is typed, best first: this host's own, then others. Rejects with
   * 'stations-unreadable'.
   */
  stations(text: string, signal: AbortSignal): Promise<readonly OfferedStation[]>
  /** The station that was chosen by its query, or else fits the text best; null: none does. */
  station(text: string, signal: AbortSignal): Promise<Station | null>
  findAttachment(attachment: Attachment, signal: AbortSignal): Promise<Found>
  /** At most `limit` suggestions for text typed so far. An abort ends the search: nobody waits any more. */
  suggest(text: string, limit: number, signal: AbortSignal): Promise<Suggestion[]>
  /** A track's words. Rejects with 'no-lyrics', 'lyrics-off' or 'lyrics-away'. */
  lyrics(track: FoundTrack, server: GuildId, signal: AbortSignal): Promise<Lyrics>
  /** A track's picture where no link leads to one; null: it has none. Never rejects. */
  cover(track: FoundTrack, server: GuildId, signal: AbortSignal): Promise<Cover | null>
  /** What people search for on the web who type the same; best first. Never rejects. */
  suggestWords(text: string): Promise<readonly string[]>
  /** Bytes of a track, resolved anew (links expire). One of the source 'query' has to be found first. */
  open(track: Track, server: GuildId, signal: AbortSignal): Promise<Media>
}

/** A track that may be what metadata names. */
export interface Fit {
  readonly track: FoundTrack
  /** How well it fits, from 0 to 1. */
  readonly score: number
  /** Whether it may be played without asking. */
  readonly sure: boolean
}

/** What compares tracks with what is wanted. Pure. */
export interface Matching {
  /** Words to look for a recording by: `brief` is what any source has of it, the closest first; `full` tells it apart. */
  wordsFor(named: Named): { readonly brief: readonly string[]; readonly full: string }
  /** The candidates that may be that recording, best first. */
  rank(named: Named, candidates: readonly FoundTrack[]): readonly Fit[]
  /**
   * What words have found, in the order of their source, but versions that nobody asked for behind the
   * others that fit as well.
   */
  inOrder(words: string, found: readonly FoundTrack[]): readonly FoundTrack[]
}

/** Matches that members of a server called wrong, by the words that found them. */
export interface RejectedMatches {
  /** Tells which tracks are; null: none is for these words. */
  of(guildId: GuildId, words: string): Promise<((track: FoundTrack) => boolean) | null>
  /** Remembers one; of a server with many, the oldest are forgotten. */
  add(guildId: GuildId, words: string, track: FoundTrack): Promise<void>
  /** Forgets that one of these words, or all of them. */
  forget(guildId: GuildId, words: string, track?: FoundTrack): Promise<void>
}

/** What sources know to go together. */
export interface Relations {
  /** Tracks that go with one, best first; empty: none. Rejects with a `SegueError`. */
  related(
    seed: FoundTrack,
    mode: Exclude<AutoplayMode, 'off'>,
    server: GuildId,
    signal: AbortSignal,
  ): Promise<readonly Related[]>
}

/** `name` is shown, `value` is what `find` takes; both at most 100 characters. */
export interface Suggestion {
  readonly name: string
  readonly value: string
}

/** Tells people what happened: never rejects, keeps the order within a channel. */
export interface Announcer {
  /** Resolves once it's posted, with the message's id, by which it can be changed; null: it isn't. */
  announce(
    channelId: ChannelId,
    notice: Notice,
    language: GuildSettings['language'],
  ): Promise<MessageId | null>
}

/** The servers that the bot is a member of, according to Discord. */
export interface Servers {
  has(guildId: GuildId): boolean
  /** The voice channel as it is now. Throws a `SegueError` that names why the bot can't play there. */
  voiceChannel(guildId: GuildId, channelId: ChannelId): VoiceChannel
  /** The people in that voice channel, without bots; null during an outage of the server. */
  listeners(guildId: GuildId, channelId: ChannelId): readonly UserId[] | null
  /** Those of them who aren't deafened; none while that isn't known. */
  hearing(guildId: GuildId, channelId: ChannelId): readonly UserId[]
}

/** A server's player as it survives a restart. Plain data. */
export interface PlayerSnapshot {
  readonly guildId: GuildId
  /** The bot's channel; null: none. */
  readonly voiceChannel: VoiceChannel | null
  readonly textChannelId: ChannelId | null
  readonly current: { readonly track: Track; readonly positionMs: number } | null
  readonly queue: readonly Track[]
  readonly past: Past
  /** Lists whose tracks were still arriving. */
  readonly arriving: readonly ArrivingList[]
  readonly loop: LoopMode
  readonly autoplay: AutoplayMode | null
  /** Percent, within `VOLUME`. */
  readonly volume: number
  /** The volume before somebody muted the player; null: nobody has. */
  readonly mutedFrom: number | null
  readonly filters: Filters
  readonly paused: boolean
  /** Who leads the music. */
  readonly djId: UserId | null
  readonly vote: StoredVote | null
}

/** A vote to skip the current track. */
export interface StoredVote {
  readonly trackId: TrackId
  readonly voters: readonly UserId[]
  /** Milliseconds since 1970. */
  readonly endsAt: number
}

/**
 * The store of players. Every write carries the fence of the server's lease: a fence older than the
 * stored lease's comes from a process that lost the server, so that write does nothing and is named
 * in the result. Rejects as a whole, having written nothing, when the database is away; with an
 * error whose `temporary` is false when the same write would be refused again.
 */
export interface PlayerStore {
  /**
   * Servers that were in a channel, without those that a live process other than `processId` plays
   * in. Other stored players wait for the next command.
   */
  restorable(processId: string): Promise<GuildId[]>
  /** What can't be read is kept aside and left out. */
  load(guildId: GuildId): Promise<StoredPlayer | null>
  /**
   * Stores the first of the changes, replacing what was stored: as many as fit one transaction of
   * bounded size, at least one, each as a whole. One entry per server.
   */
  save(changes: readonly FencedSnapshot[]): Promise<Saved>
  /**
   * Stores the positions of current tracks in one transaction; skips servers without a stored
   * track.
   */
  savePositions(changes: readonly FencedPosition[]): Promise<Refusals>
  /** The server is no longer this process's: forgets what was remembered of it. */
  forget(guildId: GuildId): void
}

export interface StoredPlayer {
  readonly snapshot: PlayerSnapshot
  /** How many tracks were left out, since this version can't read them. */
  readonly unreadable: number
}

export interface Saved extends Refusals {
  /** The servers that needn't be saved again; the rest wasn't tried. */
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

/** Leases: which process plays which server, one at a time. */
export interface Leases extends AsyncDisposable {
  /**
   * Claims the server for this process; null while another process plays it. A server that's
   * already this process's is answered from memory. The fence grows each time a server is taken.
   * Rejects when the server is not held and the database is away.
   */
  claim(guildId: GuildId): Promise<{ readonly fence: number } | null>
  /** Gives the server back; anyone may claim it next. */
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

/**
 * Notes of tracks that are being opened, so that one that crashes the process is known afterwards.
 */
export interface OpeningLog {
  /** Notes that the track is being opened; counts up if it was noted already. */
  begin(opening: Opening): Promise<void>
  /** Deletes the note: the track sounds, or isn't opened any more. */
  end(openings: readonly Opening[]): Promise<void>
  /** Tracks whose opening began in that server and never ended, and how often. */
  interrupted(guildId: GuildId): Promise<ReadonlyMap<TrackId, number>>
}

/** What people hear of one track's run, for whoever keeps count of that. */
export interface Heard {
  /** `goes-on`: still the same run, a minute later or otherwise than before. */
  readonly kind: 'began' | 'goes-on' | 'ended'
  readonly guildId: GuildId
  readonly track: Track
  /** When it first sounded. */
  readonly startedAt: Date
  /** Milliseconds; null: nobody knows. */
  readonly durationMs: number | null
  readonly positionMs: number
  /** How long it has sounded in this run, in ms. */
  readonly playedMs: number
  /** False while it's paused, or waits. */
  readonly sounds: boolean
}

/** What a server has listened to. */
export interface HeardLog {
  /** What was played there to its end, the latest first. */
  heard(guildId: GuildId, most: number): Promise<readonly FoundTrack[]>
}

/** The record of what was played where, for history and statistics. */
export interface HistoryLog {
  /** Adds all of the entries or none. */
  record(entries: readonly HistoryEntry[]): Promise<void>
}

export interface HistoryEntry {
  readonly guildId: GuildId
  readonly track: Track
  readonly startedAt: Date
  readonly endedAt: Date
  readonly outcome: 'finished' | 'skipped' | 'failed'
}

/** Deletes for good, all or nothing, at once. */
export interface ErasureStore {
  /** All of a server; false, with nothing deleted, when `fence` is older than the server's lease. */
  server(guildId: GuildId, fence: number): Promise<boolean>
  /**
   * What a member has and asked for, in every server. What others need goes on in the name of `as`: queues,
   * what comes back with an undo, and what was changed. Repeating it is harmless.
   */
  member(userId: UserId, as: UserId): Promise<void>
}

/** The settings of a server; one that set nothing has the defaults. */
export interface SettingsStore {
  load(guildId: GuildId): Promise<GuildSettings>
  /**
   * Stores the settings together with who changed what, if that's to be kept. False, with nothing
   * written, when `fence` is older than the server's lease.
   */
  save(
    guildId: GuildId,
    settings: GuildSettings,
    fence: number,
    change?: SettingsChange,
  ): Promise<boolean>
  /** At most `limit` changes, the newest first. */
  changes(guildId: GuildId, limit: number): Promise<readonly SettingsChange[]>
}
