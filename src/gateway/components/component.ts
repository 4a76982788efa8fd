import type { MessageId } from '../../base/ids.ts'
import type { Action } from '../../domain/policy/action.ts'
import type { MemberCall } from '../interactions/call.ts'
import type { Reply } from '../interactions/reply.ts'

/** One press of a button, or one choice in a menu of a message. */
export interface ComponentCall extends MemberCall {
  /** The message that it's in. */
  readonly messageId: MessageId
  /** What its custom id carries, as its view wrote it; whoever forges one may send anything. */
  readonly args: readonly string[]
  /** What was chosen in a menu. */
  readonly values: readonly string[]
}

/**
 * What a button or a menu does, whichever message it's in and however old that is: all that it needs
 * is in its custom id.
 */
export interface Component {
  /** Its name in custom ids, for good: messages keep them. */
  readonly action: string
  /** See `SlashCommand.needs`. */
  readonly needs?: Action
  run(call: ComponentCall): Promise<Reply>
}
