import {
  type APIComponentInContainer,
  type APIComponentInMessageActionRow,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { GuildSettings, SettingName } from '../../../domain/settings.ts'
import type { SettingsWords, Words } from '../../words/words.ts'
import { customId } from '../custom-id.ts'
import { fitIn } from '../title.ts'
import type { View } from '../view.ts'
import { menuOf } from './editor.ts'
import { fieldNamed, SETTING_FIELDS } from './fields.ts'

/** Discord's limits: options of a menu, and characters of a label or a description there. */
const OPTIONS = 25
const OPTION_LENGTH = 100
/** Of the 4,000 characters that a message's texts may have together. */
const TEXT_LENGTH = 3_000

/**
 * What a server has set, a sentence each, with menus to change it. `chosen`: the field that is being
 * changed; 'reset': asks whether to reset all. `messageContent`: whether what's written in a request
 * channel is a request.
 */
export const settingsPanel =
  (
    settings: GuildSettings,
    messageContent: boolean,
    chosen: SettingName | 'reset' | null = null,
  ): View =>
  (words) => ({
    layout: [
      {
        type: ComponentType.Container,
        components: [
          text(
            fitIn(
              `## ${words.settings.title}\n${sentences(settings, words, messageContent)}`,
              TEXT_LENGTH,
            ),
          ),
          ...fieldMenus(words, chosen),
          ...(chosen === 'reset'
            ? [text(words.settings.resetAsk)]
            : editor(settings, chosen, words)),
          row(...(chosen === 'reset' ? resetButtons(words.settings) : buttons(words.settings))),
        ],
      },
    ],
  })

const sentences = (settings: GuildSettings, words: Words, messageContent: boolean): string =>
  SETTING_FIELDS.map(({ name }) => {
    const sentence = sayOf(settings, name, words.settings)
    if (name !== 'requestChannelId' || settings.requestChannelId === null) return sentence
    return `${sentence} ${messageContent ? words.requests.typed : words.requests.untyped}`
  }).join('\n')

/** One field's words take that field's value; the compiler doesn't follow this through the union. */
export function sayOf(
  settings: Partial<GuildSettings>,
  name: SettingName,
  { fields }: SettingsWords,
): string {
  const say = fields[name].say as (value: unknown) => string
  return say(settings[name])
}

/** The fields to choose from, in as many menus as they need. */
function fieldMenus(
  { settings, commands }: Words,
  chosen: SettingName | 'reset' | null,
): APIComponentInContainer[] {
  const options = SETTING_FIELDS.map(({ name, option }) => ({
    value: name,
    label: fitIn(settings.fields[name].label, OPTION_LENGTH),
    description: fitIn(commands.settings.options[option].description, OPTION_LENGTH),
    default: name === chosen,
  }))
  const menus = Math.ceil(options.length / OPTIONS)
  return Array.from({ length: menus }, (_, index) =>
    row({
      type: ComponentType.StringSelect,
      custom_id: customId('setting', String(index)),
      placeholder: settings.choose,
      options: options.slice(index * OPTIONS, (index + 1) * OPTIONS),
    }),
  )
}

function editor(
  settings: GuildSettings,
  chosen: SettingName | null,
  words: Words,
): APIComponentInContainer[] {
  const field = fieldNamed(chosen ?? undefined)
  const menu = field === undefined ? null : menuOf(field, settings[field.name], words)
  if (field === undefined || menu === null) return []
  const { label } = words.settings.fields[field.name]
  return [
    text(`**${label}**\n${words.commands.settings.options[field.option].description}`),
    row(menu),
  ]
}

const buttons = ({ reset, log }: SettingsWords) => [
  button(ButtonStyle.Secondary, customId('settings-log'), log),
  button(ButtonStyle.Secondary, customId('reset-settings', 'ask'), reset),
]

const resetButtons = ({ reset, keep }: SettingsWords) => [
  button(ButtonStyle.Danger, customId('reset-settings', 'yes'), reset),
  button(ButtonStyle.Secondary, customId('reset-settings', 'no'), keep),
]

const button = (style: ButtonStyle.Secondary | ButtonStyle.Danger, id: string, label: string) =>
  ({ type: ComponentType.Button, style, custom_id: id, label }) as const

const text = (content: string) => ({ type: ComponentType.TextDisplay, content }) as const

const row = (...components: APIComponentInMessageActionRow[]): APIComponentInContainer => ({
  type: ComponentType.ActionRow,
  components,
})
