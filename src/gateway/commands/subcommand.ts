import { SegueError } from '../../base/error.ts'
import type { Suggestion } from '../../player/ports.ts'
import type { Reply } from '../interactions/reply.ts'
import type { CommandName } from '../words/words.ts'
import type { CommandCall, SlashCommand, Typed } from './command.ts'
import type { SubcommandForm } from './form.ts'

/** One of the things that a command does. */
export interface Subcommand {
  readonly form: SubcommandForm
  run(call: CommandCall): Promise<Reply>
  suggest?(typed: Typed): Promise<Suggestion[]>
}

/** A command that does what its subcommands do. */
export function withSubcommands(
  name: CommandName,
  subcommands: readonly Subcommand[],
): SlashCommand {
  const byName = new Map(subcommands.map((subcommand) => [subcommand.form.name, subcommand]))
  return {
    form: { name, subcommands: subcommands.map(({ form }) => form) },
    run: async (call) => {
      const subcommand = byName.get(call.options.subcommand ?? '')
      if (subcommand === undefined) throw new SegueError('outdated-control')
      return await subcommand.run(call)
    },
    suggest: async (typed) => (await byName.get(typed.subcommand ?? '')?.suggest?.(typed)) ?? [],
  }
}
