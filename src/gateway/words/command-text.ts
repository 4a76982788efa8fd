/** A command as people see it. */
export interface CommandText {
  /** As people type it in this language: lower case, at most 32 letters. Left out: the registered one. */
  readonly name?: string
  /** At most 100 characters. */
  readonly description: string
}

/** An option of a command; the same fields and limits. */
export type OptionText = CommandText

/** A command, or a part of one, with its options by their registered names. */
export interface WithOptions<Options> extends CommandText {
  readonly options: Readonly<Options>
}

/** A command that is several, by the registered names of its subcommands. */
export interface WithSubcommands<Subcommands> extends CommandText {
  readonly subcommands: Readonly<Subcommands>
}

/** An option with a list of choices, by their values. */
export interface WithChoices<Choice extends string> extends OptionText {
  readonly choices: Readonly<Record<Choice, string>>
}
