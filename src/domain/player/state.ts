import type { ChannelId, RequestId, TrackId, UserId } from '../../base/ids.ts'
import type { StreamTitle } from '../../base/stream-title.ts'
import type { AutoplayMode } from '../autoplay.ts'
import type { WaitReason } from '../playback.ts'
import type { Queue } from '../queue.ts'
import type { Remarks } from '../queue-rules.ts'
import type { loopModeSchema } from '../schema/command.ts'
import type { Value } from '../schema/schema.ts'
import type { Gap, Segment } from '../segments.ts'
import { defaultSettings, type GuildSettings } from '../settings.ts'
import { type Filters, noFilters, type Sound } from '../sound.ts'
import type { Track } from '../track.ts'
import { noPast, type Past } from './past/past.ts'

export type LoopMode = Value<typeof loopModeSchema>

/** A voice channel as the player needs it; `bitrate` in bit/s. */
export interface VoiceChannel {
  readonly channelId: ChannelId
  readonly bitrate: number
}

/** The track that plays, or is about to. */
export interface Current {
  readonly track: Track
  /** The latest order to the engine; events of older orders are ignored. */
  readonly playId: number
  /** The request that queued the track or started it. */
  readonly requestId: RequestId
  readonly positionMs: number
  /** How much of a stream without an end was heard before it was opened last; else 0. */
  readonly heardBeforeMs: number
  /** Stated, guessed, or null: unknown. */
  readonly durationMs: number | null
  /** Whether the engine found that length stated: only such a one bounds where to seek. */
  readonly stated: boolean
  /** Null until the engine has seen the container. */
  readonly seekable: boolean | null
  /** Whether a frame was sent since the track last began. */
  readonly started: boolean
  /** Whether somebody just asked for the track and waits to hear whether it plays. */
  readonly asked: boolean
  /** Whether people were told that the track plays: looping one track tells them once. */
  readonly announced: boolean
  /** The position at which the track was opened again because its link had expired. */
  readonly reopenedAtMs: number | null
  /** How many tracks the same request queued behind this one. */
  readonly more: number
  /** What's worth telling about that request. */
  readonly remarks: Remarks | null
  /** What the engine waits for before the track plays; null: nothing. */
  readonly waiting: WaitReason | null
  /** What the station says it plays; null: it says nothing, or it's none. Not stored. */
  readonly said: StreamTitle | null
  /** The titles that it said before, the latest first; at most a few. Not stored. */
  readonly saidBefore: readonly string[]
  /** Set while the track's source fails in a way that may pass. */
  readonly retry: Retry | null
  readonly skips: Skips
}

/** What is left out of the current track. Positions in ms. */
export interface Skips {
  /** A segment that begins before that is played: a member sought into it, or it was left out already. */
  readonly fromMs: number
  /** When the segment that begins at `startMs` is reached, by the player's clock; null: not known now. */
  readonly due: { readonly startMs: number; readonly atMs: number } | null
  /** Where a segment begins with which the track is over; null: it plays to its end. */
  readonly endsAtMs: number | null
  /** The last that was left out. */
  readonly last: Gap | null
  /** Whether people were told: once a track. */
  readonly told: boolean
}

export const noSkips: Skips = { fromMs: 0, due: null, endsAtMs: null, last: null, told: false }

/** A track that is tried again. Times are the player's clock, in ms. */
export interface Retry {
  /** How often the track was tried again. */
  readonly tries: number
  /** When the first of these failures came. */
  readonly sinceMs: number
  /** Since when the track sounds again; null: it doesn't yet. */
  readonly soundsSinceMs: number | null
  /** When the track is opened next; null while it's being opened. */
  readonly dueMs: number | null
}

/** The tracks of one request that arrive in pages, while more of them may follow. */
export interface BatchState {
  /** The first track's. */
  readonly id: TrackId
  readonly requestId: RequestId
  /** Who asked for them. */
  readonly requestedBy: UserId
  /** The query that finds them again; null: after a restart no more of them come. */
  readonly origin: string | null
  /** How many of the list have come, whatever became of them. */
  readonly passed: number
  /** Shuffles each page among those that still wait; null: they stay in their order. */
  readonly seed: number | null
  /** Those that have arrived, in their order; the ones that are over may be left out. */
  readonly arrived: readonly TrackId[]
}

/** A vote to skip a track. */
export interface Vote {
  readonly trackId: TrackId
  /** Those who still listen. */
  readonly voters: readonly UserId[]
  /** When it ends, by the player's clock, in ms. */
  readonly endsAtMs: number
}

/** The whole state of one server's player. Plain data, which can be stored and read back. */
export interface PlayerState {
  /** What the server's admins have set; stored apart. */
  readonly settings: GuildSettings
  /** Where the bot is or is joining; null: in no channel. */
  readonly voiceChannel: VoiceChannel | null
  readonly current: Current | null
  readonly upcoming: Queue
  readonly past: Past
  /** What is still arriving. */
  readonly batches: readonly BatchState[]
  readonly loop: LoopMode
  /** What members have set; null: as the server's settings say. */
  readonly autoplay: AutoplayMode | null
  /**
   * The track for which related ones were asked for, and what came of it. Not stored.
   */
  readonly related: { readonly to: Track; readonly outcome: 'awaited' | 'nothing' | 'one' } | null
  /** Percent, within `VOLUME`. */
  readonly volume: number
  /** The volume before somebody muted the player; null: nobody has. */
  readonly mutedFrom: number | null
  readonly filters: Filters
  readonly paused: boolean
  /** Where the last command was typed: announcements go there. */
  readonly textChannelId: ChannelId | null
  readonly lastPlayId: number
  /** The track that's opened ahead, since it comes next; null: none. Not stored. */
  readonly prepared: TrackId | null
  /** Where it was opened, in ms. */
  readonly preparedAtMs: number
  /**
   * The segments of the current track and of the next, if the server leaves any out; `found` null:
   * they were asked for. Not stored.
   */
  readonly segments: readonly {
    readonly trackId: TrackId
    readonly found: readonly Segment[] | null
  }[]
  /** Queued tracks that couldn't be opened ahead, and won't be at their turn; at most a few. Not stored. */
  readonly unplayable: readonly TrackId[]
  /** How many tracks have failed since one last sounded. */
  readonly failures: number
  /** Where to resume the track that went back into the queue when voice was lost. */
  readonly resumeAt: { readonly trackId: TrackId; readonly positionMs: number } | null
  /** The people in the bot's channel, as far as that's known. */
  readonly listeners: readonly UserId[]
  /** Who called the bot, or whom they handed the music to; null: nobody there has yet. */
  readonly djId: UserId | null
  /** The vote on the current track that is under way. */
  readonly vote: Vote | null
  /** When the bot goes to its home channel, by its clock, in ms; null: it doesn't. */
  readonly homeDueMs: number | null
  /** Since when nobody listens in the bot's channel, by the player's clock; null: somebody does. */
  readonly aloneSinceMs: number | null
  /**
   * When the player was last told to stop or to leave, by its clock. That also ended earlier
   * requests.
   */
  readonly endedMs: number | null
  /**
   * The track that was moved behind another one, since its source kept failing. `proven`: something
   * else has sounded since, so the fault is that track's own.
   */
  readonly postponed: { readonly trackId: TrackId; readonly proven: boolean } | null
}

/** Whether nothing may sound now: a member paused, or nobody is there to listen. */
export const isHeld = (state: PlayerState): boolean => state.paused || state.aloneSinceMs !== null

/** What's done to what plays. */
export const soundOf = ({ volume, filters }: PlayerState): Sound => ({ volume, filters })

/** What autoplay goes by now. */
export const autoplayOf = ({ autoplay, settings }: PlayerState): AutoplayMode =>
  autoplay ?? settings.autoplay

export const idleState: PlayerState = {
  settings: defaultSettings,
  voiceChannel: null,
  current: null,
  upcoming: [],
  past: noPast,
  batches: [],
  loop: 'off',
  autoplay: null,
  related: null,
  volume: defaultSettings.volume,
  mutedFrom: null,
  filters: noFilters,
  paused: false,
  textChannelId: null,
  lastPlayId: 0,
  prepared: null,
  preparedAtMs: 0,
  segments: [],
  unplayable: [],
  failures: 0,
  resumeAt: null,
  listeners: [],
  djId: null,
  vote: null,
  homeDueMs: null,
  aloneSinceMs: null,
  endedMs: null,
  postponed: null,
}

/** A player that has done nothing yet, in a server with these settings. */
export const freshState = (settings: GuildSettings): PlayerState => ({
  ...idleState,
  settings,
  volume: settings.volume,
})
