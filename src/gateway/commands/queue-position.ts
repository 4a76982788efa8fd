import { type APIApplicationCommandIntegerOption, ApplicationCommandOptionType } from 'discord.js'

/** An option that takes a number from `/queue`. */
export function queuePosition(
  name: string,
  description: string,
): APIApplicationCommandIntegerOption {
  return {
    type: ApplicationCommandOptionType.Integer,
    name,
    description,
    required: true,
    min_value: 1,
    max_value: 10_000,
  }
}
