import { type CommandOption, OptionType } from '../discord/state/commands.ts'

/** What a person entered into an option; a file is still a path. */
export type Entered = string | number | boolean | { readonly path: string }

/** What a person typed, as Discord's client would fill the command's options in. */
export interface TypedLine {
  /** With its slash, and a subcommand's name behind it: '/seek', '/playlist create'. */
  readonly command: string
  readonly values: Readonly<Record<string, Entered>>
}

/** Where a line is typed. */
export interface LinePlace {
  optionsOf(command: string): readonly CommandOption[]
  /** The id of a member, a channel or a role of that name; undefined: there's none. */
  idOf(name: string): string | undefined
}

/**
 * Reads '/play some song next:true': words of the form `name:value` with a name of one of the command's options
 * fill that option. Words behind a text go on with it, and all others together fill the main option (the first
 * required that is no file, else the first). Null when it is no command.
 */
export function parseTypedLine(line: string, place: LinePlace): TypedLine | null {
  const [command = '', ...rest] = line.trim().split(/\s+/)
  if (!/^\/[a-z-]+$/.test(command)) return null
  const { path, words, options } = descended(place.optionsOf(command.slice(1)), rest)
  const values: Record<string, Entered> = {}
  const loose: string[] = []
  let growing: string | null = null
  for (const word of words) {
    const colon = word.indexOf(':')
    const option = options.find(({ name }) => colon > 0 && name === word.slice(0, colon))
    if (option !== undefined) {
      values[option.name] = entered(option, word.slice(colon + 1), place)
      growing = option.type === OptionType.string ? option.name : null
    } else if (growing === null) loose.push(word)
    else values[growing] = `${values[growing]} ${word}`
  }
  const main = mainOption(options)
  if (loose.length > 0 && main !== undefined && values[main.name] === undefined)
    values[main.name] = entered(main, loose.join(' '), place)
  return { command: [command, ...path].join(' '), values }
}

/** Goes into the subcommands that the first words name. */
export function descended(
  options: readonly CommandOption[],
  words: readonly string[],
): { path: readonly string[]; words: readonly string[]; options: readonly CommandOption[] } {
  const [word, ...rest] = words
  const level = options.find((option) => isLevel(option) && option.name === word)
  if (level === undefined) return { path: [], words, options }
  const inner = descended(level.options ?? [], rest)
  return { ...inner, path: [level.name, ...inner.path] }
}

/** Whether it's a subcommand, or a group of them. */
export const isLevel = ({ type }: CommandOption): boolean => type <= OptionType.subcommandGroup

function mainOption(options: readonly CommandOption[]): CommandOption | undefined {
  const typable = options.filter((one) => one.type !== OptionType.attachment && !isLevel(one))
  return typable.find(({ required }) => required) ?? typable[0]
}

const NAMED: ReadonlySet<number> = new Set([
  OptionType.user,
  OptionType.channel,
  OptionType.role,
  OptionType.mentionable,
])

/** What can't be converted stays a text: the client refuses it with its own words. */
function entered({ type }: CommandOption, text: string, { idOf }: LinePlace): Entered {
  if (type === OptionType.attachment) return { path: text }
  if (type === OptionType.boolean && /^(true|false)$/i.test(text))
    return text.toLowerCase() === 'true'
  if ((type === OptionType.integer || type === OptionType.number) && /^-?\d+(\.\d+)?$/.test(text))
    return Number(text)
  return NAMED.has(type) ? (idOf(text.replace(/^[@#]/, '')) ?? text) : text
}
