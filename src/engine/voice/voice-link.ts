import type { ErrorCode } from '../../base/error.ts'
import type { ChannelId } from '../../base/ids.ts'

/** Whether audio may go out now, or what it waits for. Anything but 'open' keeps the track at its position. */
export type VoiceGate = 'open' | 'voice' | 'encryption' | 'alone' | 'muted' | 'suppressed'

/**
 * What a link reports to its owner; called on the worker's thread, never re-entrantly from `send`.
 */
export interface VoiceLinkEvents {
  onGate(gate: VoiceGate): void
  /** Discord moved the bot (dragged by a member); the new channel's bitrate in bit/s, where it is known. */
  onMoved(channelId: ChannelId, bitrate: number | null): void
  /** Encryption failed, so nobody could hear the bot, which joins the channel again. */
  onUnheard(): void
  /**
   * The link is disconnected for good: kicked, channel gone, refused, DAVE impossible, out of
   * tries.
   */
  onLost(code: ErrorCode): void
}

/** One server's voice connection behind its guards (backoff, deadlines, DAVE gate). */
export interface VoiceLink extends Disposable {
  readonly gate: VoiceGate
  /** Joins or moves; resolves when the transport is ready, rejects with a `SegueError`. */
  connect(channelId: ChannelId): Promise<void>
  /** Leaves; always passes the op 4 budget. */
  disconnect(): Promise<void>
  /**
   * The 20 ms path: encrypts and sends one Opus frame. Does nothing and returns false unless the
   * gate is open. Never sends audio unencrypted while DAVE is on.
   */
  send(frame: Uint8Array): boolean
  /**
   * Sends op 5: on before the first frame, off after the silence frames. Repeating it costs
   * nothing.
   */
  setSpeaking(speaking: boolean): void
}
