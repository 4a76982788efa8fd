import { ApplicationCommandOptionType } from 'discord.js'
import type { Whose } from '../../../playlists/asker.ts'
import type { CommandCall } from '../command.ts'
import type { OptionForm } from '../form.ts'

/** An option that asks for the server's list instead of one's own. */
export const whoseOption: OptionForm = {
  type: ApplicationCommandOptionType.Boolean,
  name: 'server',
}

export const whoseOf = ({ options }: CommandCall): Whose =>
  options.flag('server') === true ? 'server' : 'own'
