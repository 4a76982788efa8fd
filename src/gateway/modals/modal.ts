import type { Action } from '../../domain/policy/action.ts'
import type { MemberCall } from '../interactions/call.ts'
import type { Reply } from '../interactions/reply.ts'

/** A form that a member sent. */
export interface ModalCall extends MemberCall {
  /** What its custom id carries. */
  readonly args: readonly string[]
  /** What was written into the field of that custom id; null: there is none. */
  readonly text: (field: string) => string | null
}

/** What a form does when it's sent. */
export interface Modal {
  /** Its name in custom ids. */
  readonly action: string
  /** See `SlashCommand.needs`. */
  readonly needs?: Action
  run(call: ModalCall): Promise<Reply>
}
