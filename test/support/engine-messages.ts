import type { AddressRules } from '../../src/base/address-rules.ts'
import type { ErrorCode } from '../../src/base/error.ts'
import type { PlaybackEvent } from '../../src/domain/playback.ts'
import type {
  OwnVoiceState,
  VoiceServerAssignment,
  VoiceStateRequest,
} from '../../src/domain/voice.ts'

/** What the pool is asked to do. */
export type HostCall =
  | 'connect'
  | 'disconnect'
  | 'play'
  | 'stop'
  | 'setPaused'
  | 'seek'
  | 'setSound'
  | 'stats'

export interface HostSettings {
  readonly selfId: string
  readonly threads: number
  readonly native: boolean
  readonly encoderComplexity: number
  readonly addresses: AddressRules
  readonly ffmpegPath: string
}

export type ToHost =
  | { readonly type: 'start'; readonly settings: HostSettings }
  | {
      readonly type: 'call'
      readonly id: number
      readonly name: HostCall
      readonly args: readonly unknown[]
    }
  | { readonly type: 'state'; readonly state: OwnVoiceState }
  | { readonly type: 'server'; readonly assignment: VoiceServerAssignment }
  | { readonly type: 'kill-newest-worker' }
  /** A message that the protocol doesn't have, so that the thread throws outside of any call. */
  | { readonly type: 'poison-newest-worker' }
  | { readonly type: 'block-main-thread'; readonly ms: number }

export type FromHost =
  | { readonly type: 'started' }
  | { readonly type: 'reply'; readonly id: number; readonly value: unknown }
  | {
      readonly type: 'failure'
      readonly id: number
      readonly code: ErrorCode
      readonly text: string
    }
  | { readonly type: 'event'; readonly event: PlaybackEvent }
  | { readonly type: 'op4'; readonly request: VoiceStateRequest }
  | {
      readonly type: 'log'
      readonly level: string
      readonly text: string
      readonly fields: Record<string, string | number | boolean | null>
    }
