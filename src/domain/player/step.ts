import type { ChannelId, RequestId } from '../../base/ids.ts'
import type { AutoplayMode } from '../autoplay.ts'
import type { Notice } from '../notice.ts'
import type { Sound } from '../sound.ts'
import type { Track } from '../track.ts'
import type { PlayerState, VoiceChannel } from './state.ts'

/** What has to be done, in this order, to make the state true. */
export type Effect =
  /** `moves`: the bot comes from another channel. */
  | { readonly kind: 'connect'; readonly voiceChannel: VoiceChannel; readonly moves: boolean }
  /** Leaves the channel, whatever else is under way. */
  | { readonly kind: 'disconnect' }
  /** Opens the track again and hands it to the engine, replacing the one that plays. */
  | {
      readonly kind: 'play'
      readonly track: Track
      readonly playId: number
      readonly requestId: RequestId
      readonly startMs: number
      readonly sound: Sound
      readonly paused: boolean
    }
  /** Looks for tracks that are related to that one; the input 'related' tells what was found. */
  | { readonly kind: 'relate'; readonly track: Track; readonly mode: AutoplayMode }
  /** Looks for the track's segments; the input 'segments' tells what was found. */
  | { readonly kind: 'find-segments'; readonly track: Track }
  /** Opens the track that comes next at that position, in place of what was prepared before. */
  | { readonly kind: 'prepare'; readonly track: Track; readonly startMs: number }
  | { readonly kind: 'unprepare' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'seek'; readonly playId: number; readonly positionMs: number }
  | { readonly kind: 'sound'; readonly sound: Sound }
  /** Joins the server's home channel, if the bot can play there. */
  | { readonly kind: 'go-home'; readonly channelId: ChannelId }
  /** Posts the button to request tracks with. */
  | { readonly kind: 'invite'; readonly channelId: ChannelId }
  | { readonly kind: 'announce'; readonly notice: Notice }

/** One step of a player; `reply` is for the member who gave the command. */
export interface Step {
  readonly state: PlayerState
  readonly effects: readonly Effect[]
  readonly reply: Notice | null
}

export const announce = (notice: Notice): Effect => ({ kind: 'announce', notice })

/** A step with nothing to do and nobody to tell. */
export const quiet = (state: PlayerState): Step => ({ state, effects: [], reply: null })
