import { SegueError } from '../base/error.ts'
import { NetError } from '../net/net-error.ts'

/**
 * The error that a source rejects with: `net/` can't import the domain's errors, so its codes are
 * translated here.
 */
export function asFailure(error: unknown): unknown {
  return error instanceof NetError
    ? new SegueError(error.code, error.detail, { cause: error })
    : error
}
