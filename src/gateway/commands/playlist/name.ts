import { ApplicationCommandOptionType } from 'discord.js'
import { NAME_LENGTH } from '../../../domain/playlist.ts'
import type { OptionForm } from '../form.ts'

/** An option that takes the name of a list that isn't there yet. */
export const nameOption = (name: string): OptionForm => ({
  type: ApplicationCommandOptionType.String,
  ...{ name, required: true },
  min_length: NAME_LENGTH.minimum,
  max_length: NAME_LENGTH.maximum,
})
