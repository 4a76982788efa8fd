import type { ChannelId, GuildId, UserId } from '../../base/ids.ts'
import type { PlaybackEvent, PlaybackStats, PlayOrder } from '../../domain/playback.ts'
import type { OwnVoiceState, VoiceServerAssignment, VoiceStateRequest } from '../../domain/voice.ts'

/** Calls from the main thread to a worker, each declared once; both ends derive from it. */
export interface Calls {
  connect: {
    args: { guildId: GuildId; channelId: ChannelId; bitrate: number }
    reply: undefined
  }
  disconnect: { args: { guildId: GuildId }; reply: undefined }
  play: { args: { guildId: GuildId; order: PlayOrder }; reply: undefined }
  stop: { args: { guildId: GuildId }; reply: undefined }
  setPaused: { args: { guildId: GuildId; paused: boolean }; reply: undefined }
  seek: { args: { guildId: GuildId; positionMs: number }; reply: number }
  setVolume: { args: { guildId: GuildId; volume: number }; reply: undefined }
  stats: { args: { guildId: GuildId }; reply: PlaybackStats }
  /** Leaves every channel and frees every track; the worker can be terminated after the reply. */
  drain: { args: Record<string, never>; reply: undefined }
}

export type CallName = keyof Calls
export type Handlers = {
  [K in CallName]: (args: Calls[K]['args']) => Promise<Calls[K]['reply']>
}

/** Main thread → worker. */
export type ToWorker =
  | { readonly type: 'start'; readonly settings: WorkerSettings }
  | {
      readonly type: 'call'
      readonly id: number
      readonly name: CallName
      readonly args: Calls[CallName]['args']
    }
  | { readonly type: 'voice-state'; readonly state: OwnVoiceState }
  | { readonly type: 'voice-server'; readonly assignment: VoiceServerAssignment }
  /** Answer to `voice-request`: whether op 4 went out, and how long the shard's budget asks to wait. */
  | {
      readonly type: 'voice-answer'
      readonly id: number
      readonly sent: boolean
      readonly retryAfterMs: number
    }

/** Worker → main thread. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'reply'; readonly id: number; readonly value: Calls[CallName]['reply'] }
  | {
      readonly type: 'failure'
      readonly id: number
      readonly code: string
      readonly detail: string | null
    }
  | { readonly type: 'event'; readonly event: PlaybackEvent }
  | { readonly type: 'voice-request'; readonly id: number; readonly request: VoiceStateRequest }
  | {
      readonly type: 'log'
      readonly level: 'debug' | 'info' | 'warn' | 'error'
      readonly fields: Record<string, string | number | boolean | null>
      readonly message: string
    }

/** What a worker is told once, at its start. */
export interface WorkerSettings {
  readonly selfId: UserId
  readonly index: number
  readonly encoderComplexity: number
  /** host:port or CIDR entries that the address guard lets pass. */
  readonly allowedAddresses: readonly string[]
  /** False forces the portable path (FFmpeg + @discordjs/opus). */
  readonly native: boolean
  readonly ffmpegPath: string
}
