import type { ChannelId, GuildId, UserId } from '../../../src/base/ids.ts'
import type { OwnVoiceState, VoiceServerAssignment } from '../../../src/domain/voice.ts'
import type { VoiceGate } from '../../../src/engine/voice/voice-link.ts'

/** What a test tells the process that holds a `GuildVoice` (over Bun's IPC). */
export type ToLink =
  /**
   * Starts fresh with another server's link. `luck` is what Math.random gives from then on, with
   * which the library begins its RTP counters; null leaves it to chance.
   */
  | { type: 'open'; guildId: GuildId; selfId: UserId; luck: number | null }
  | { type: 'connect'; id: number; channelId: ChannelId }
  | { type: 'disconnect'; id: number }
  | { type: 'state'; state: OwnVoiceState }
  | { type: 'server'; assignment: VoiceServerAssignment }
  | { type: 'answer'; id: number; sent: boolean; retryAfterMs: number }
  /**
   * Offers frames one each 20 ms, each until it is taken, then five of silence. Answered with
   * `played`; `untilTaken: false` offers each frame once, whatever becomes of it.
   */
  | { type: 'play'; frames: Uint8Array[]; untilTaken: boolean }
  /** The library's encryption throws at each frame of music for so long. */
  | { type: 'encryption'; refusesForMs: number }
  /** Lets this much time pass at once for the link's deadlines. */
  | { type: 'skip'; ms: number }

export type FromLink =
  | { type: 'started' }
  | { type: 'settled'; id: number; code: string | null }
  | { type: 'request'; id: number; channelId: string | null }
  /** `taken`: frames of the playing under way that were taken so far. */
  | { type: 'gate'; gate: VoiceGate; taken: number }
  /** Taken from the log. */
  | { type: 'phase'; phase: string }
  | { type: 'moved'; channelId: string }
  | { type: 'unheard' }
  | { type: 'lost'; code: string }
  /** A frame was offered in vain, for the first time in this playing. */
  | { type: 'refused' }
  /** How often a frame was offered in vain. */
  | { type: 'played'; refused: number }
  | { type: 'skipped' }
  /** Something ended up where the process would have died. */
  | { type: 'uncaught'; reason: string }
