import {
  type APIComponentInMessageActionRow,
  type APIModalInteractionResponseCallbackData,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
  TextInputStyle,
} from 'discord.js'
import type { CommandText } from '../../words/command-text.ts'
import type { Words } from '../../words/words.ts'
import { customId } from '../custom-id.ts'
import { fitIn } from '../title.ts'
import type { Control, SettingField } from './fields.ts'

/** Discord's limits of a form, in characters. */
const TITLE_LENGTH = 45
const DESCRIPTION_LENGTH = 100

const CHANNEL_TYPES = {
  text: [ChannelType.GuildText, ChannelType.GuildAnnouncement],
  voice: [ChannelType.GuildVoice, ChannelType.GuildStageVoice],
} as const

/** Whether the field is typed into a form. */
export const isTyped = ({ kind }: Control): boolean => kind === 'number' || kind === 'texts'

/** The menu of the panel in which the field is set; null where it's typed into a form. */
export function menuOf(
  { name, option, control }: SettingField,
  value: unknown,
  words: Words,
): APIComponentInMessageActionRow | null {
  const id = customId('set', name)
  const given = idsOf(value)
  switch (control.kind) {
    case 'number':
    case 'texts':
      return null
    case 'flag':
      return textMenu(id, [
        { value: 'on', label: words.settings.on, default: value === true },
        { value: 'off', label: words.settings.off, default: value === false },
      ])
    case 'choice':
    case 'choices': {
      const text: CommandText & { readonly choices?: Readonly<Record<string, string>> } =
        words.commands.settings.options[option]
      const options = control.values.map((choice) => ({
        value: choice,
        label: text.choices?.[choice] ?? choice,
        default: given.includes(choice),
      }))
      return { ...textMenu(id, options), ...boundsOf(control) }
    }
    case 'role': {
      const defaults = given.map((role) => ({
        id: role,
        type: SelectMenuDefaultValueType.Role as const,
      }))
      return {
        type: ComponentType.RoleSelect,
        custom_id: id,
        ...{ min_values: 0, max_values: 1, default_values: defaults },
      }
    }
    case 'channel':
    case 'channels': {
      const defaults = given.map((channel) => ({
        id: channel,
        type: SelectMenuDefaultValueType.Channel as const,
      }))
      return {
        type: ComponentType.ChannelSelect,
        custom_id: id,
        channel_types: [...CHANNEL_TYPES[control.of]],
        ...{ min_values: 0, max_values: mostOf(control), default_values: defaults },
      }
    }
  }
}

const textMenu = (id: string, options: { value: string; label: string; default: boolean }[]) =>
  ({ type: ComponentType.StringSelect, custom_id: id, options }) as const

/** Several may be chosen, and none. */
const boundsOf = ({ kind, values }: Extract<Control, { values: readonly string[] }>) =>
  kind === 'choices' ? { min_values: 0, max_values: values.length } : {}

const mostOf = (control: Control): number => (control.kind === 'channels' ? control.most : 1)

const idsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value : typeof value === 'string' ? [value] : []

/** The form in which a field is typed. */
export const formOf =
  ({ name, option, control }: SettingField, value: unknown) =>
  ({ settings, commands }: Words): APIModalInteractionResponseCallbackData => {
    const { label } = settings.fields[name]
    const long = control.kind === 'texts'
    return {
      custom_id: customId('set', name),
      title: fitIn(label, TITLE_LENGTH),
      components: [
        {
          type: ComponentType.Label,
          label: fitIn(label, TITLE_LENGTH),
          description: fitIn(commands.settings.options[option].description, DESCRIPTION_LENGTH),
          component: {
            type: ComponentType.TextInput,
            custom_id: 'value',
            style: long ? TextInputStyle.Paragraph : TextInputStyle.Short,
            required: !long,
            value: Array.isArray(value) ? value.join('\n') : String(value),
          },
        },
      ],
    }
  }
