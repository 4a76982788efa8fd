import { ApplicationCommandOptionType } from 'discord.js'
import type { OptionForm } from './form.ts'

/** An option that takes a number from `/queue`. */
export function queuePosition(name: string): OptionForm {
  return {
    type: ApplicationCommandOptionType.Integer,
    name,
    required: true,
    min_value: 1,
    max_value: 10_000,
  }
}
