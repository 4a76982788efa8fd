import type { AddressRules } from '../../base/address-rules.ts'
import type { ErrorCode } from '../../base/error.ts'
import type { ChannelId, GuildId, UserId } from '../../base/ids.ts'
import type { Media } from '../../domain/media.ts'
import type {
  PlaybackEvent,
  PlaybackStats,
  PlayOrder,
  PreparedTrack,
} from '../../domain/playback.ts'
import type { Sound } from '../../domain/sound.ts'
import type { Track } from '../../domain/track.ts'
import type { OwnVoiceState, VoiceServerAssignment, VoiceStateRequest } from '../../domain/voice.ts'

/** Calls from the main thread to a worker, each declared once; both ends derive from it. */
export interface Calls {
  connect: {
    /** `placing`: the number under which the worker got the server; it comes back in `released`. */
    args: { guildId: GuildId; channelId: ChannelId; bitrate: number; placing: number }
    reply: undefined
  }
  disconnect: { args: { guildId: GuildId }; reply: undefined }
  /** Drops the server's voice and music without op 4. */
  abandon: { args: { guildId: GuildId }; reply: undefined }
  play: { args: { guildId: GuildId; order: PlayOrder }; reply: undefined }
  /** `next`: the track to open ahead; null: none from now on. */
  prepare: { args: { guildId: GuildId; next: PreparedTrack | null }; reply: undefined }
  stop: { args: { guildId: GuildId }; reply: undefined }
  setPaused: { args: { guildId: GuildId; paused: boolean }; reply: undefined }
  seek: { args: { guildId: GuildId; positionMs: number }; reply: number }
  setSound: { args: { guildId: GuildId; sound: Sound }; reply: undefined }
  stats: { args: { guildId: GuildId }; reply: PlaybackStats }
  /** The bot's own voice state changed. The events that follow from it are sent before the reply. */
  voiceState: { args: { state: OwnVoiceState }; reply: undefined }
  /** Leaves every channel and frees every track; the worker can be terminated after the reply. */
  drain: { args: Record<string, never>; reply: undefined }
}

export type CallName = keyof Calls
export type Handlers = {
  [K in CallName]: (args: Calls[K]['args']) => Promise<Calls[K]['reply']>
}

/** One call in transit; `id` is unique for the life of a worker. */
export interface CallMessage<K extends CallName = CallName> {
  readonly type: 'call'
  readonly id: number
  readonly name: K
  readonly args: Calls[K]['args']
}

/** The result of a call. */
export type CallResult =
  | { readonly type: 'reply'; readonly id: number; readonly value: Calls[CallName]['reply'] }
  | {
      readonly type: 'failure'
      readonly id: number
      readonly code: ErrorCode
      readonly detail: string | null
    }

/** Whether op 4 went out, and how long the shard's budget asks to wait. */
export interface VoiceAnswer {
  readonly sent: boolean
  readonly retryAfterMs: number
}

/** Whose link has ended. */
export interface Renewal {
  readonly guildId: GuildId
  readonly track: Track
}

/** Main thread → worker. */
export type ToWorker =
  | { readonly type: 'start'; readonly settings: WorkerSettings }
  | CallMessage
  | { readonly type: 'voice-server'; readonly assignment: VoiceServerAssignment }
  /** Answer to the `voice-request` of the same id. */
  | { readonly type: 'voice-answer'; readonly id: number; readonly answer: VoiceAnswer }
  /** Answer to the `renewal` of the same id; null: there's no other link now. */
  | { readonly type: 'renewed'; readonly id: number; readonly media: Media | null }

/** Worker → main thread. */
export type FromWorker =
  | { readonly type: 'ready' }
  /** The worker's event loop turns; sent every `HEARTBEAT_MS`. */
  | { readonly type: 'heartbeat'; readonly totals: ThreadTotals }
  | CallResult
  /** The worker holds nothing of the server any more. Sent before the reply of the call that led to it. */
  | { readonly type: 'released'; readonly guildId: GuildId; readonly placing: number }
  | { readonly type: 'event'; readonly event: PlaybackEvent }
  | { readonly type: 'voice-request'; readonly id: number; readonly request: VoiceStateRequest }
  /** A link has ended in the middle of its track, which another one lets go on. */
  | { readonly type: 'renewal'; readonly id: number; readonly renewal: Renewal }
  /** Nobody waits for that renewal any more. */
  | { readonly type: 'renewal-dropped'; readonly id: number }
  | {
      readonly type: 'log'
      readonly level: 'debug' | 'info' | 'warn' | 'error'
      readonly fields: Record<string, string | number | boolean | null>
      readonly message: string
    }

/** Totals of all players of a worker since it started; frames are 20 ms. */
export interface ThreadTotals extends PlaybackStats {
  /** Servers whose voice the worker holds now. */
  readonly players: number
  /** Times that a server's voice came back after it had been up. */
  readonly voiceReconnects: number
}

/** Time between two heartbeats of a worker, in ms. */
export const HEARTBEAT_MS = 1000

/** The options of a worker, sent once at its start. */
export interface WorkerSettings {
  readonly selfId: UserId
  readonly index: number
  readonly encoderComplexity: number
  /** host:port or CIDR entries that the address guard lets pass. */
  readonly addresses: AddressRules
  /** False forces the portable path (FFmpeg + @discordjs/opus). */
  readonly native: boolean
  readonly ffmpegPath: string
}
