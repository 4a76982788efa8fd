import type { ErrorCode } from '../../base/error.ts'

/**
 * How to react to a close of the voice WebSocket, when the library didn't resume by itself (it
 * resumes an established session after 4015 and codes below 4000). `rejoin`: a fresh op 4, with
 * backoff. `wait`: Discord took us out of the call or the call ended; only the bot's own voice
 * state tells what happened. `stop`: trying again changes nothing.
 */
export type CloseAnswer =
  | { readonly kind: 'rejoin' }
  | { readonly kind: 'wait'; readonly rejoinAfter: boolean }
  | { readonly kind: 'stop'; readonly code: ErrorCode }

const REJOIN: CloseAnswer = { kind: 'rejoin' }
const REFUSED: CloseAnswer = { kind: 'stop', code: 'voice-refused' }

/** Discord developer documentation, "Voice Close Event Codes"; the texts are shortened from there. */
const ANSWERS: ReadonlyMap<number, CloseAnswer> = new Map<number, CloseAnswer>([
  [4001, REFUSED], // unknown opcode
  [4002, REFUSED], // payload could not be decoded
  [4003, REFUSED], // not authenticated
  [4004, REFUSED], // authentication failed
  [4005, REFUSED], // already authenticated
  [4006, REJOIN], // session no longer valid
  [4009, REJOIN], // session timed out
  [4011, REJOIN], // voice server not found
  [4012, REFUSED], // unknown protocol
  // Kicked, moved, channel deleted, or the main session dropped. Of these only the last sends no
  // voice state, and only there a fresh join is right.
  [4014, { kind: 'wait', rejoinAfter: true }],
  [4016, REFUSED], // unknown encryption mode
  [4017, { kind: 'stop', code: 'voice-dave-required' }], // end-to-end encryption required
  [4020, REFUSED], // bad request
  [4021, { kind: 'wait', rejoinAfter: false }], // disconnected: rate limited
  [4022, { kind: 'wait', rejoinAfter: false }], // disconnected: call terminated
])

/** Undocumented codes are treated as a lost connection. */
export function answerToClose(code: number): CloseAnswer {
  return ANSWERS.get(code) ?? REJOIN
}
