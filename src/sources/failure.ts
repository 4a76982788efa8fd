import { SegueError } from '../domain/errors.ts'
import { NetError } from '../net/net-error.ts'

/** What a source rejects with: `net/` can't name the domain's errors, so its codes are carried over. */
export function asFailure(error: unknown): unknown {
  return error instanceof NetError
    ? new SegueError(error.code, error.detail, { cause: error })
    : error
}
