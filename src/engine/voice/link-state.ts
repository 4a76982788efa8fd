import type { ChannelId } from '../../base/ids.ts'
import type { ErrorCode } from '../../domain/errors.ts'

/**
 * `away`: in no channel. `asking`: op 4 waits to be sent. `signalling`: it went out, the voice
 * events are due. `connecting`: the handshake, or a resume, is under way. `ready`: transport is up.
 * `parted`: Discord ended the session and is to say why. `backing-off`: a fresh join is due later.
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
  /** Where we are or want to be. */
  readonly channelId: ChannelId | null
  /** When `{type: 'time'}` is due; null: nothing is waited for. */
  readonly deadlineMs: number | null
  /** A member asked for the join under way, so it is no automatic one. */
  readonly asked: boolean
  /** When the join under way began to stand in the queue. */
  readonly askingSinceMs: number
  /** Transport has been up since the member asked. */
  readonly established: boolean
  /** Where Discord says that we are; null after a channel means that we were taken out. */
  readonly seatedIn: ChannelId | null
  /** There is a transport that can carry audio, perhaps still that of the channel we move from. */
  readonly up: boolean
  /** The next join is preceded by a leave: Discord holds a session that gets no events any more. */
  readonly leaveFirst: boolean
  /** What the `parted` phase ends in without news. */
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
  /** What became of the last `request`. */
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
  /** End-to-end encryption did not come about in time, was taken back, or refuses what should be heard. */
  | { readonly type: 'encryption-failed' }
  | { readonly type: 'encryption-ready' }
  | { readonly type: 'time' }

export type LinkEffect =
  /** Send op 4 and report with `answer`. */
  | { readonly type: 'request'; readonly channelId: ChannelId | null }
  /** Drop the transport, if there is one. */
  | { readonly type: 'hang-up' }
  | { readonly type: 'moved'; readonly channelId: ChannelId }
  /** Nobody could hear us: the channel is joined anew. */
  | { readonly type: 'unheard' }
  /** The member's move did not happen; we are still where we were. */
  | { readonly type: 'refused'; readonly code: ErrorCode }
  /** For good. `leave`: Discord may still hold us in the channel. */
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
  seatedIn: null,
  up: false,
  leaveFirst: false,
  rejoinAfterParting: false,
  readySinceMs: 0,
  failures: 0,
  encryptionFailures: 0,
  openSinceMs: null,
  automatic: [],
}
