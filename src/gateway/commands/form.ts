import type { APIApplicationCommandBasicOption } from 'discord.js'
import type { CommandName } from '../words/words.ts'

/** A command as Discord registers it, without its words, which `words/` has in each language. */
export interface CommandForm {
  readonly name: CommandName
  readonly options?: readonly OptionForm[]
  /** What it's split into; it takes no options itself then. */
  readonly subcommands?: readonly SubcommandForm[]
  /** The permissions that a member needs to use it unless a server says otherwise; left out: none. */
  readonly memberPermissions?: bigint
}

/** One of the things that a command does, by its registered name, which `words/` knows too. */
export interface SubcommandForm {
  readonly name: string
  readonly options?: readonly OptionForm[]
}

/** What a command takes; the names of its choices are words, too. */
export type OptionForm = Wordless<APIApplicationCommandBasicOption>

type Wordless<Option> = Option extends unknown
  ? Omit<Option, Worded | 'choices'> & { readonly choices?: readonly { readonly value: string }[] }
  : never

type Worded = 'description' | 'name_localizations' | 'description_localizations'
