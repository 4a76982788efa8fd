import { type ErrorCode, SegueError } from '../../base/error.ts'
import { type Fields, fieldsOf } from '../music-servers/answer.ts'

/** The protocol's error codes (https://opensubsonic.netlify.app/docs/responses/error/). */
const CODES: Readonly<Record<number, ErrorCode>> = {
  40: 'library-login',
  41: 'library-login',
  42: 'library-login',
  43: 'library-login',
  44: 'library-login',
  50: 'library-login',
  60: 'library-login',
  70: 'gone',
}

/**
 * What a server answers, inside of its envelope. Throws a `SegueError`: the server's own error by its
 * number alone, since its text may hold anything, and 'unsupported' for what no such server answers.
 */
export function payloadOf(answer: unknown): Fields {
  const envelope = fieldsOf(answer)['subsonic-response']
  if (envelope === undefined) throw new SegueError('unsupported', 'no answer of a Subsonic server')
  const payload = fieldsOf(envelope)
  if (payload.status === 'ok') return payload
  const { code } = fieldsOf(payload.error)
  const known = typeof code === 'number' ? CODES[code] : undefined
  throw new SegueError(known ?? 'unsupported', detailOf(Number(code)))
}

/** Whether the server wants the password itself instead of a hash of it. */
export const takesNoToken = (error: unknown): boolean =>
  error instanceof SegueError && error.detail === detailOf(NO_TOKEN)

const NO_TOKEN = 41
const detailOf = (code: number): string => `Subsonic error ${code}`
