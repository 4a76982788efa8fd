/**
 * Everything that can go wrong for a user, as a code. Only the edge has words: the gateway's table
 * gives each code a sentence with its remedy, and doesn't compile while one is missing.
 */
export const ERROR_CODES = [
  // the caller
  'caller-not-in-voice',
  'caller-elsewhere',
  'missing-view',
  'missing-connect',
  'missing-speak',
  'channel-full',
  'stage-audience',
  'server-only',
  'server-away',
  'bot-not-in-voice',
  // the request
  'bad-query',
  'query-or-file',
  'bad-position',
  'bad-index',
  'bad-volume',
  'nothing-playing',
  'queue-empty',
  'queue-full',
  'not-seekable',
  // finding and opening
  'slow-down',
  'finding-full',
  'nothing-found',
  'address-refused',
  'port-refused',
  'outside-library',
  'not-audio',
  'empty-file',
  'http-status',
  'source-busy',
  'source-timeout',
  'source-lost',
  'gone',
  'attachment-gone',
  'age-limit',
  'region',
  'sign-in',
  'rate-limited',
  'host-refused',
  'drm',
  'unsupported',
  'ytdlp-missing',
  'search-away',
  'ytdlp-failed',
  'live-segments',
  'ffmpeg-missing',
  // decoding
  'decode-failed',
  'no-progress',
  'cut-short',
  'decoder-crashed',
  // voice
  'voice-timeout',
  'voice-busy',
  'voice-refused',
  'voice-dave-required',
  'voice-dave-not-ready',
  'voice-lost',
  'channel-gone',
  // ourselves
  'engine-lost',
  'too-many-players',
  'memory-full',
  'database-away',
  'other-process',
  'unknown-server',
  'player-away',
  'player-late',
  'superseded',
  'ended-meanwhile',
  'starting',
  'shutting-down',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/**
 * The one error that crosses between parts. `detail` is for the log or a placeholder, never a stack
 * trace.
 */
export class SegueError extends Error {
  override readonly name = 'SegueError'
  readonly code: ErrorCode
  readonly detail: string | null

  constructor(code: ErrorCode, detail: string | null = null, options?: ErrorOptions) {
    super(detail === null ? code : `${code}: ${detail}`, options)
    this.code = code
    this.detail = detail
  }
}

/** A code that came from another process; 'internal' for one that this version does not know. */
export function knownCode(text: string | null): ErrorCode {
  return ERROR_CODES.find((code) => code === text) ?? 'internal'
}

/** The code of whatever was thrown: our own error's, or 'internal' for a surprise. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof SegueError ? error.code : 'internal'
}
