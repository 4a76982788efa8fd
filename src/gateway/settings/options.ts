import { ApplicationCommandOptionType, ChannelType } from 'discord.js'
import type { OptionForm } from '../commands/form.ts'
import type { SettingField } from '../views/settings/fields.ts'

/** The longest list that is typed into one option. */
const LIST_LENGTH = 1_000

/** A field as an option of `/settings`. */
export function optionOf({ option: name, control }: SettingField): OptionForm {
  switch (control.kind) {
    case 'number': {
      const { minimum, maximum } = control
      const bounds = { min_value: minimum, max_value: maximum }
      return { type: ApplicationCommandOptionType.Integer, name, ...bounds }
    }
    case 'flag':
      return { type: ApplicationCommandOptionType.Boolean, name }
    case 'choice':
    case 'choices': {
      const choices = control.values.map((value) => ({ value }))
      return { type: ApplicationCommandOptionType.String, name, choices }
    }
    case 'role':
      return { type: ApplicationCommandOptionType.Role, name }
    case 'channel':
    case 'channels':
      return {
        ...{ type: ApplicationCommandOptionType.Channel, name },
        channel_types:
          control.of === 'text'
            ? [ChannelType.GuildText, ChannelType.GuildAnnouncement]
            : [ChannelType.GuildVoice, ChannelType.GuildStageVoice],
      }
    case 'texts':
      return { type: ApplicationCommandOptionType.String, name, max_length: LIST_LENGTH }
  }
}
