import type { Attachment, Library, Suggestion } from '../../player/ports.ts'
import type { MemberCall } from '../interactions/call.ts'
import type { Reply } from '../interactions/reply.ts'
import type { CommandForm } from './form.ts'

/** A command's values, by the names of its options; Discord has checked type and range. */
export interface Options {
  text(name: string): string | null
  integer(name: string): number | null
  flag(name: string): boolean | null
  file(name: string): Attachment | null
  /** Of a user, a role or a channel. */
  id(name: string): string | null
}

/** One use of a command by one member. */
export interface CommandCall extends MemberCall {
  readonly options: Options
}

/**
 * A command: what Discord has to know of it, and one function that returns what to show.
 */
export interface SlashCommand {
  readonly form: CommandForm
  run(call: CommandCall): Promise<Reply>
  /** Choices for an option marked `autocomplete`, from memory. */
  suggest?(text: string, library: Library): Promise<Suggestion[]>
}
