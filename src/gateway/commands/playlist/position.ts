import { ApplicationCommandOptionType } from 'discord.js'
import { PLAYLIST_LIMITS } from '../../../domain/playlist.ts'
import type { OptionForm } from '../form.ts'

/** An option that takes a number from `/playlist show` or `/favorites list`. */
export const positionOption = (name: string, required: boolean): OptionForm => ({
  type: ApplicationCommandOptionType.Integer,
  ...{ name, required, min_value: 1, max_value: PLAYLIST_LIMITS.entries },
})
