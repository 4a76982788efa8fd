import { SegueError } from '../../base/error.ts'
import type { CallMessage, CallName, CallResult, Handlers } from './messages.ts'

/**
 * The answering end: runs the handler of one call and makes its result. Never rejects; an error
 * crosses as its code and detail, an unexpected one as 'internal' with its message (`onSurprise`
 * gets the whole error).
 */
export async function answerCall<K extends CallName>(
  handlers: Handlers,
  { id, name, args }: CallMessage<K>,
  onSurprise: (error: unknown) => void,
): Promise<CallResult> {
  try {
    return { type: 'reply', id, value: await handlers[name](args) }
  } catch (error) {
    if (error instanceof SegueError) {
      return { type: 'failure', id, code: error.code, detail: error.detail }
    }
    onSurprise(error)
    return { type: 'failure', id, code: 'internal', detail: `${name} failed` }
  }
}
