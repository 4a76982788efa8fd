import type { ErrorCode } from '../../base/error.ts'
import type { View } from './view.ts'

/** What's wrong, and what to do about it. */
export const errorView =
  (code: ErrorCode): View =>
  ({ errors }) => ({ content: errors[code] })
