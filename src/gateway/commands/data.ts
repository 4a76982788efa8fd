import {
  type APIApplicationCommandBasicOption,
  InteractionContextType,
  type LocalizationMap,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js'
import { languages } from '../words/languages.ts'
import type { CommandName, CommandText, Words } from '../words/words.ts'
import type { CommandForm, OptionForm } from './form.ts'

const [first, ...others] = languages

/** A command as it's registered: its form with the words of every language. Commands are for servers. */
export function commandData({
  name,
  options = [],
  memberPermissions,
}: CommandForm): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return {
    ...textIn(name, (words) => words.commands[name]),
    contexts: [InteractionContextType.Guild],
    default_member_permissions: memberPermissions?.toString() ?? null,
    options: options.map((option) => optionData(name, option)),
  }
}

function optionData(command: CommandName, option: OptionForm): APIApplicationCommandBasicOption {
  const { name, choices } = option
  const textOf = (words: Words) => optionText(words, command, name)
  const data = { ...option, ...textIn(name, textOf) }
  const named = choices?.map(({ value }) => ({
    value,
    ...namesIn((words) => textOf(words).choices?.[value], value),
  }))
  // An option of each type keeps its type's own fields.
  return { ...data, ...(named && { choices: named }) } as APIApplicationCommandBasicOption
}

/** What the type of `Words` names one by one, for a form that is data. */
type AnyCommandText = CommandText & { readonly options?: Readonly<Record<string, AnyOptionText>> }
type AnyOptionText = CommandText & { readonly choices?: Readonly<Record<string, string>> }

function optionText(words: Words, command: CommandName, option: string): AnyOptionText {
  const known: AnyCommandText = words.commands[command]
  const text = known.options?.[option]
  if (text === undefined) throw new TypeError(`no words for ${option} of /${command}`)
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
