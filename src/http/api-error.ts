import type { ErrorCode } from '../base/error.ts'
import { errorCatalogue, requestErrorCatalogue } from '../base/error-catalogue.ts'

export type ApiErrorCode = ErrorCode | keyof typeof requestErrorCatalogue

export const apiErrors = { ...errorCatalogue, ...requestErrorCatalogue }

/** What a failed request is answered with: a status, a code for programs, words for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: ApiErrorCode
  readonly details: Details | null
  /** Seconds after which trying again makes sense; null: the same request would fail again. */
  readonly retryAfterS: number | null
  /** With a 405: the methods that the address does answer. */
  readonly allow: readonly string[] | null

  /** The message is the catalogue's unless it's given. */
  constructor(code: ApiErrorCode, message = apiErrors[code].message, extra: Partial<Extra> = {}) {
    super(message)
    this.status = apiErrors[code].status
    this.code = code
    this.details = extra.details ?? null
    this.retryAfterS = extra.retryAfterS ?? null
    this.allow = extra.allow ?? null
  }
}

type Details = Readonly<Record<string, string | number>>

interface Extra {
  readonly details: Details
  readonly retryAfterS: number
  readonly allow: readonly string[]
}
