import type { ErrorCode } from '../base/error.ts'
import type { ChannelId, GuildId, RequestId } from '../base/ids.ts'
import type { StreamTitle } from '../base/stream-title.ts'
import type { Media } from './media.ts'
import type { Sound } from './sound.ts'

/** One order to play. `playId` grows with each order of a server, so late events of an older one are told apart. */
export interface PlayOrder {
  readonly playId: number
  readonly media: Media
  readonly startMs: number
  readonly sound: Sound
  readonly paused: boolean
  readonly requestId: RequestId
  /** The number under which the track was prepared; absent: it wasn't. */
  readonly prepared?: number
}

/** A track that's opened ahead of its order, where that will begin. `number` grows with each of a server. */
export interface PreparedTrack {
  readonly number: number
  readonly media: Media
  readonly startMs: number
  readonly sound: Sound
}

/**
 * Why music waits although nothing failed. `muted`: a moderator has muted the bot. `suppressed`:
 * the bot is in a stage's audience, or may not speak.
 */
export type WaitReason = 'encryption' | 'alone' | 'muted' | 'suppressed' | 'source' | 'voice'

/**
 * What happened in the engine, in order. An event about an order carries its `playId`; positions
 * are those of the next frame to send, in milliseconds into the track.
 */
export type PlaybackEvent = { readonly guildId: GuildId } & (
  | {
      /** The first audio frame of the order (or after a seek) went out. */
      readonly kind: 'started'
      readonly playId: number
      readonly requestId: RequestId
      /** The length that the container states; null when it states none. */
      readonly durationMs: number | null
      /** Whether that length is certain, and not a guess. */
      readonly stated: boolean
      readonly seekable: boolean
    }
  /** About once a second while playing, and after each seek and pause. */
  | { readonly kind: 'position'; readonly playId: number; readonly positionMs: number }
  /** What the station says it plays, from the frame on that was just sent; at most once in a second. */
  | { readonly kind: 'title'; readonly playId: number; readonly said: StreamTitle }
  | { readonly kind: 'waiting'; readonly playId: number; readonly reason: WaitReason }
  | { readonly kind: 'ended'; readonly playId: number }
  | {
      readonly kind: 'failed'
      readonly playId: number
      readonly code: ErrorCode
      readonly positionMs: number
      /** The source's link may have expired, so opening it again may help. */
      readonly expired: boolean
    }
  /** A join waits for the shard's op 4 budget; about `waitMs` until it goes out. */
  | { readonly kind: 'join-queued'; readonly waitMs: number }
  /** A moderator moved the bot to another channel, where it plays on. */
  | { readonly kind: 'moved'; readonly channelId: ChannelId; readonly bitrate: number | null }
  /** The channel's encryption failed, so nobody could hear the bot. It joins again and plays on. */
  | { readonly kind: 'unheard' }
  /** Voice is lost for good (kicked, channel deleted, refused) and the order is dropped. */
  | { readonly kind: 'voice-lost'; readonly code: ErrorCode }
  /** The worker thread died, and its orders and connections with it. A new one is up. */
  | { readonly kind: 'engine-lost' }
)

/** Counters of one server's player since it connected; frames are 20 ms. */
export interface PlaybackStats {
  readonly framesSent: number
  /** Ticks at which a playing order had no frame to send. */
  readonly framesMissing: number
  /** Frames that went out more than 20 ms after their time. */
  readonly framesLate: number
}
