import type { ErrorCode } from '../../base/error.ts'
import type { ChannelId } from '../../base/ids.ts'

/**
 * `away`: in no channel. `asking`: op 4 waits to be sent. `signalling`: op 4 was sent and the voice
 * events are due. `connecting`: the handshake, or a resume, is under way. `ready`: transport is up.
 * `parted`: Discord ended the session and will say why. `backing-off`: a fresh join is due later.
 */
export type Phase =
  | 'away'
  | 'asking'
  | 'signalling'
  | 'connecting'
  | 'ready'
  | 'parted'
  | 'backing-off'

/** Everything that decides what happens next; times are `Clock` milliseconds. */
export interface LinkState {
  readonly phase: Phase
  /** The channel where the bot is or wants to be. */
  readonly channelId: ChannelId | null
  /** When `{type: 'time'}` is due; null: nothing is waited for. */
  readonly deadlineMs: number | null
  /** Whether a member asked for the current join, so that it isn't an automatic one. */
  readonly asked: boolean
  /** When the current join entered the queue. */
  readonly askingSinceMs: number
  /** Whether transport has been up since the member asked. */
  readonly established: boolean
  /**
   * The bot's channel according to Discord; null after a channel means that the bot was taken out.
   */
  readonly reportedIn: ChannelId | null
  /**
   * Whether a transport can carry audio, perhaps still that of the previous channel during a move.
   */
  readonly up: boolean
  /** Whether to leave before the next join: Discord has a session that gets no events any more. */
  readonly leaveFirst: boolean
  /** How the `parted` phase ends without news. */
  readonly rejoinAfterParting: boolean
  readonly readySinceMs: number
  /** Failures in a row. */
  readonly failures: number
  readonly encryptionFailures: number
  /** Since when audio can be carried, encrypted if need be; null: it can't. */
  readonly openSinceMs: number | null
  /** When automatic op 4 went out within the last minute, oldest first. */
  readonly automatic: readonly number[]
}

export type LinkEvent =
  | { readonly type: 'join'; readonly channelId: ChannelId }
  | { readonly type: 'leave' }
  /** The result of the last `request`. */
  | { readonly type: 'answer'; readonly sent: boolean; readonly retryAfterMs: number }
  /** The bot's own voice state. */
  | { readonly type: 'state'; readonly channelId: ChannelId | null }
  /** Discord withdrew the voice server and will name another. */
  | { readonly type: 'serverless' }
  /** A transport for new credentials was started. */
  | { readonly type: 'configured' }
  /** The handshake or a resume took a step. */
  | { readonly type: 'progress' }
  | { readonly type: 'ready' }
  | { readonly type: 'closed'; readonly code: number }
  /**
   * End-to-end encryption didn't start in time, was turned off, or refuses frames that should be
   * heard.
   */
  | { readonly type: 'encryption-failed' }
  | { readonly type: 'encryption-ready' }
  | { readonly type: 'time' }

export type LinkEffect =
  /** Send op 4 and report with `answer`. */
  | { readonly type: 'request'; readonly channelId: ChannelId | null }
  /** Drop the transport, if there is one. */
  | { readonly type: 'hang-up' }
  | { readonly type: 'moved'; readonly channelId: ChannelId }
  /** Nobody could hear the bot, so it joins the channel again. */
  | { readonly type: 'unheard' }
  /** The member's move failed; the bot is still where it was. */
  | { readonly type: 'refused'; readonly code: ErrorCode }
  /** The link has failed for good. `leave`: Discord may still have the bot in the channel. */
  | { readonly type: 'lost'; readonly code: ErrorCode; readonly leave: boolean }

export interface Decision {
  readonly state: LinkState
  readonly effects: readonly LinkEffect[]
}

export const initialLinkState: LinkState = {
  phase: 'away',
  channelId: null,
  deadlineMs: null,
  asked: false,
  askingSinceMs: 0,
  established: false,
  reportedIn: null,
  up: false,
  leaveFirst: false,
  rejoinAfterParting: false,
  readySinceMs: 0,
  failures: 0,
  encryptionFailures: 0,
  openSinceMs: null,
  automatic: [],
}
