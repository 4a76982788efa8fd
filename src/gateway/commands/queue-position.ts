import { ApplicationCommandOptionType } from 'discord.js'
import { POSITION } from '../../domain/schema/command.ts'
import type { OptionForm } from './form.ts'

/** An option that takes a number from `/queue`. */
export function queuePosition(name: string): OptionForm {
  return {
    type: ApplicationCommandOptionType.Integer,
    name,
    required: true,
    min_value: POSITION.minimum,
    max_value: POSITION.maximum,
  }
}
