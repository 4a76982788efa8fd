import type { CommandOption } from '../discord/state/commands.ts'

export interface KnownCommand {
  readonly name: string
  readonly options?: readonly CommandOption[]
}

/** Words that the prompt itself knows. */
const WORDS = ['status', 'help', 'quit']

/**
 * What may stand in place of a line's last word, and that word: commands first, then the names of the
 * command's options and the choices of the one that is being filled in.
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
  const command = commands.find(({ name }) => head.trimEnd().split(/\s+/)[0] === `/${name}`)
  const given = (name: string) => new RegExp(`(^|\\s)${name}:`).test(head)
  return beginning(
    (command?.options ?? [])
      .filter(({ name }) => !given(name))
      .flatMap(({ name, choices = [], type }) => {
        if (!word.startsWith(`${name}:`)) return [`${name}:`]
        const values = type === BOOLEAN ? ['true', 'false'] : choices.map(({ value }) => value)
        return values.map((value) => `${name}:${value} `)
      }),
  )
}

/** Discord's type of an option that is true or false (docs: Application Command Option Type). */
const BOOLEAN = 5
