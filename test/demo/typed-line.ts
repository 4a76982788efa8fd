import { type CommandOption, OptionType } from '../discord/state/commands.ts'

/** What a person entered into an option; a file is still a path. */
export type Entered = string | number | boolean | { readonly path: string }

/** What a person typed, as Discord's client would fill the command's options in. */
export interface TypedLine {
  /** With its slash: '/seek'. */
  readonly command: string
  readonly values: Readonly<Record<string, Entered>>
}

/**
 * Reads '/play some song next:true': words of the form `name:value` with a name of one of the command's options
 * fill that option, and all other words together fill the main one (the first required that is no file, else
 * the first). Null when it is no command.
 */
export function parseTypedLine(
  line: string,
  optionsOf: (command: string) => readonly CommandOption[],
): TypedLine | null {
  const [command = '', ...words] = line.trim().split(/\s+/)
  if (!/^\/[a-z-]+$/.test(command)) return null
  const options = optionsOf(command.slice(1))
  const values: Record<string, Entered> = {}
  const loose: string[] = []
  for (const word of words) {
    const colon = word.indexOf(':')
    const option = options.find(({ name }) => colon > 0 && name === word.slice(0, colon))
    if (option) values[option.name] = entered(option, word.slice(colon + 1))
    else loose.push(word)
  }
  const main = mainOption(options)
  if (loose.length > 0 && main !== undefined && values[main.name] === undefined)
    values[main.name] = entered(main, loose.join(' '))
  return { command, values }
}

function mainOption(options: readonly CommandOption[]): CommandOption | undefined {
  const typable = options.filter(({ type }) => type !== OptionType.attachment)
  return typable.find(({ required }) => required) ?? typable[0]
}

/** What can't be converted stays a text: the client refuses it with its own words. */
function entered({ type }: CommandOption, text: string): Entered {
  if (type === OptionType.attachment) return { path: text }
  if (type === OptionType.boolean && /^(true|false)$/i.test(text))
    return text.toLowerCase() === 'true'
  if ((type === OptionType.integer || type === OptionType.number) && /^-?\d+(\.\d+)?$/.test(text))
    return Number(text)
  return text
}
