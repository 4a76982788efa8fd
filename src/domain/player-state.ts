import type { ChannelId, RequestId, TrackId } from '../base/ids.ts'
import type { WaitReason } from './playback.ts'
import type { Queue } from './queue.ts'
import type { Track } from './track.ts'

export type LoopMode = 'off' | 'track' | 'queue'

/** A voice channel as the player needs it; `bitrate` in bit/s. */
export interface Room {
  readonly channelId: ChannelId
  readonly bitrate: number
}

/** The track that plays, or is about to. */
export interface Current {
  readonly track: Track
  /** The order that was given to the engine last; events of older ones are ignored. */
  readonly playId: number
  /** The request that led to it, directly or by filling the queue. */
  readonly requestId: RequestId
  readonly positionMs: number
  readonly durationMs: number | null
  /** Null until the engine has seen the container. */
  readonly seekable: boolean | null
  /** At least one frame of it was sent since it was last begun. */
  readonly started: boolean
  /** Somebody asked for it just now and waits to hear whether it plays. */
  readonly asked: boolean
  /** People know that it plays: a loop over one track says so once. */
  readonly announced: boolean
  /** Where it was opened anew because its link had expired. */
  readonly reopenedAtMs: number | null
  /** Tracks that its request queued behind it. */
  readonly more: number
  /** What the engine waits for before it sounds, or goes on; null: for nothing. */
  readonly waiting: WaitReason | null
  /** Its source failed in a way that may pass. */
  readonly retry: Retry | null
}

/** A track that is tried again. Times are the player's clock, in ms. */
export interface Retry {
  /** How often it was tried again. */
  readonly tries: number
  /** When the first of these failures came. */
  readonly sinceMs: number
  /** Since when it sounds again; null: it does not yet. */
  readonly soundsSinceMs: number | null
  /** When it is opened next; null while it is. */
  readonly dueMs: number | null
}

/** Everything that one server's player is. Plain data: it can be written down and read back. */
export interface PlayerState {
  /** Where the bot is or is joining; null: in no channel. */
  readonly room: Room | null
  readonly current: Current | null
  readonly upcoming: Queue
  readonly loop: LoopMode
  /** Percent, 0–200. */
  readonly volume: number
  readonly paused: boolean
  /** Where the last command was typed: announcements go there. */
  readonly textChannelId: ChannelId | null
  readonly lastPlayId: number
  /** Tracks that failed since one last sounded. */
  readonly failures: number
  /** Where a track that voice-lost put back into the queue goes on. */
  readonly resumeAt: { readonly trackId: TrackId; readonly positionMs: number } | null
  /** Since when nobody listens in its channel, by the player's clock; null: somebody does. */
  readonly aloneSinceMs: number | null
  /** When it was told last to stop or to leave, by the player's clock. What was asked before has ended with it. */
  readonly endedMs: number | null
  /**
   * The track that was put behind another one, since its source failed again and again. `proven`:
   * something has sounded since, so the fault was that track's own.
   */
  readonly postponed: { readonly trackId: TrackId; readonly proven: boolean } | null
}

/** Nothing may sound just now: a member paused it, or nobody is there to listen. */
export const isHeld = (state: PlayerState): boolean => state.paused || state.aloneSinceMs !== null

export const idleState: PlayerState = {
  room: null,
  current: null,
  upcoming: [],
  loop: 'off',
  volume: 100,
  paused: false,
  textChannelId: null,
  lastPlayId: 0,
  failures: 0,
  resumeAt: null,
  aloneSinceMs: null,
  endedMs: null,
  postponed: null,
}
