import type { AutocompleteInteraction } from 'discord.js'
import { shorten } from '../../base/one-line.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { Library, Suggestion } from '../../player/ports.ts'
import type { SlashCommand } from '../commands/command.ts'

/** Discord's limits for a list of choices: how many, and characters in each. */
const CHOICES = 25
const CHOICE_LENGTH = 100

interface Ports {
  readonly library: Library
  readonly log: Log
}

/** Offers choices for what a member types; none where they can't be made. */
export async function suggest(
  interaction: AutocompleteInteraction,
  command: SlashCommand | undefined,
  ports: Ports,
): Promise<void> {
  await interaction.respond(await choices(command, interaction.options.getFocused(), ports))
}

async function choices(
  command: SlashCommand | undefined,
  text: string,
  { library, log }: Ports,
): Promise<Suggestion[]> {
  try {
    const suggestions = (await command?.suggest?.(text, library)) ?? []
    return suggestions
      .filter(({ name, value }) => name !== '' && value.length <= CHOICE_LENGTH)
      .slice(0, CHOICES)
      .map(({ name, value }) => ({ name: shorten(name, CHOICE_LENGTH), value }))
  } catch (error) {
    log.warn('couldn’t make suggestions', reasonOf(error))
    return []
  }
}
