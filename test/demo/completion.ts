import { type CommandOption, OptionType } from '../discord/state/commands.ts'
import { descended, isLevel } from './typed-line.ts'

export interface KnownCommand {
  readonly name: string
  readonly options?: readonly CommandOption[]
}

/** Words that the prompt itself knows. */
const WORDS = ['status', 'help', 'quit']

/**
 * What may stand in place of a line's last word, and that word: commands first, then their subcommands or the
 * names of their options, and the choices of the one that is being filled in.
 */
export function completionsOf(
  line: string,
  commands: readonly KnownCommand[],
): [completions: string[], word: string] {
  const [, head = '', word = ''] = /^(.*\s)?(\S*)$/.exec(line.trimStart()) ?? []
  const beginning = (choices: readonly string[]): [string[], string] => [
    choices.filter((choice) => choice.startsWith(word)),
    word,
  ]
  if (head === '') return beginning([...commands.map(({ name }) => `/${name} `).sort(), ...WORDS])
  const [first, ...before] = head.trimEnd().split(/\s+/)
  const command = commands.find(({ name }) => first === `/${name}`)
  const { options } = descended(command?.options ?? [], before)
  const given = (name: string) => new RegExp(`(^|\\s)${name}:`).test(head)
  return beginning(
    options
      .filter(({ name }) => !given(name))
      .flatMap((option) => {
        const { name, choices = [], type } = option
        if (isLevel(option)) return [`${name} `]
        if (!word.startsWith(`${name}:`)) return [`${name}:`]
        const values =
          type === OptionType.boolean ? ['true', 'false'] : choices.map(({ value }) => value)
        return values.map((value) => `${name}:${value} `)
      }),
  )
}
