import type { Attachment } from '../../player/ports.ts'
import type { MemberCall } from '../interactions/call.ts'
import type { Reply } from '../interactions/reply.ts'

/** What a context menu was opened on. */
export type Target =
  | {
      readonly kind: 'message'
      readonly text: string
      readonly attachments: readonly Attachment[]
    }
  | { readonly kind: 'user'; readonly userId: string }

/** One use of an entry of a context menu. */
export interface MenuCall extends MemberCall {
  readonly target: Target
}

/** An entry of the context menu of messages or people. */
export interface Menu {
  /** The registered name. */
  readonly name: string
  run(call: MenuCall): Promise<Reply>
}
