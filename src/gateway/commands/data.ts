import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
  type LocalizationMap,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js'
import type { CommandText } from '../words/command-text.ts'
import type { MenuName } from '../words/finding.ts'
import { languages } from '../words/languages.ts'
import type { CommandName, Words } from '../words/words.ts'
import type { CommandForm, OptionForm, SubcommandForm } from './form.ts'

const [first, ...others] = languages

/** A command as it's registered: its form with the words of every language. Commands are for servers. */
export function commandData({
  name,
  options = [],
  subcommands = [],
  memberPermissions,
}: CommandForm): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return {
    ...textIn(name, (words) => words.commands[name]),
    contexts: [InteractionContextType.Guild],
    default_member_permissions: memberPermissions?.toString() ?? null,
    options: [
      ...subcommands.map((subcommand) => subcommandData(name, subcommand)),
      ...options.map((option) => optionData([name], option)),
    ],
  }
}

/** An entry of the context menu of messages, as it's registered. */
export function menuData(name: MenuName): RESTPostAPIContextMenuApplicationCommandsJSONBody {
  return {
    type: ApplicationCommandType.Message,
    ...namesIn((words) => words.menus[name], name),
    contexts: [InteractionContextType.Guild],
  }
}

function subcommandData(
  command: CommandName,
  { name, options = [] }: SubcommandForm,
): APIApplicationCommandSubcommandOption {
  return {
    type: ApplicationCommandOptionType.Subcommand,
    ...textIn(name, (words) => commandText(words, [command, name])),
    options: options.map((option) => optionData([command, name], option)),
  }
}

function optionData(path: Path, option: OptionForm): APIApplicationCommandBasicOption {
  const { name, choices } = option
  const textOf = (words: Words) => optionText(words, path, name)
  const data = { ...option, ...textIn(name, textOf) }
  const named = choices?.map(({ value }) => ({
    value,
    ...namesIn((words) => textOf(words).choices?.[value], value),
  }))
  // An option of each type keeps its type's own fields.
  return { ...data, ...(named && { choices: named }) } as APIApplicationCommandBasicOption
}

/** A command, and its subcommand if it has some. */
type Path = readonly [CommandName, string?]

/** What the type of `Words` names one by one, for a form that is data. */
type AnyCommandText = CommandText & {
  readonly options?: Readonly<Record<string, AnyOptionText>>
  readonly subcommands?: Readonly<Record<string, AnyCommandText>>
}
type AnyOptionText = CommandText & { readonly choices?: Readonly<Record<string, string>> }

function commandText(words: Words, [command, subcommand]: Path): AnyCommandText {
  const known: AnyCommandText = words.commands[command]
  const text = subcommand === undefined ? known : known.subcommands?.[subcommand]
  if (text === undefined) throw new TypeError(`no words for /${command} ${subcommand}`)
  return text
}

function optionText(words: Words, path: Path, option: string): AnyOptionText {
  const text = commandText(words, path).options?.[option]
  if (text === undefined) throw new TypeError(`no words for ${option} of /${path.join(' ')}`)
  return text
}

function textIn(registered: string, textOf: (words: Words) => CommandText) {
  return {
    ...namesIn((words) => textOf(words).name, registered),
    description: textOf(first).description,
    description_localizations: localized((words) => textOf(words).description),
  }
}

/** The name that's registered, or the first language's own, and those in other languages. */
function namesIn(nameOf: (words: Words) => string | undefined, registered: string) {
  return { name: nameOf(first) ?? registered, name_localizations: localized(nameOf) }
}

/** By Discord's locales; null where every language leaves it as it is. */
function localized(textOf: (words: Words) => string | undefined): LocalizationMap | null {
  const entries = others.flatMap((words) => {
    const text = textOf(words)
    return text === undefined ? [] : words.locales.map((locale) => [locale, text] as const)
  })
  return entries.length === 0 ? null : Object.fromEntries(entries)
}
