import { errorCatalogue } from './error-catalogue.ts'

/** What went wrong for a user, as a code. Only the edge has words. */
export type ErrorCode = keyof typeof errorCatalogue

export const ERROR_CODES = Object.keys(errorCatalogue) as readonly ErrorCode[]

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
