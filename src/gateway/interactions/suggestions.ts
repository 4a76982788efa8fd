import type { AutocompleteInteraction } from 'discord.js'
import { guildId, userId } from '../../base/ids.ts'
import { shorten } from '../../base/one-line.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { Library, Suggestion } from '../../player/ports.ts'
import type { Playlists } from '../../playlists/playlists.ts'
import type { SlashCommand, Typed } from '../commands/command.ts'

/** Discord's limits for a list of choices: how many, and characters in each. */
const CHOICES = 25
const CHOICE_LENGTH = 100

interface Ports {
  readonly library: Library
  readonly playlists: Playlists
  readonly log: Log
}

/** Offers choices for what a member types; none where they can't be made. */
export async function suggest(
  interaction: AutocompleteInteraction,
  command: SlashCommand | undefined,
  ports: Ports,
): Promise<void> {
  await interaction.respond(await choices(interaction, command, ports))
}

async function choices(
  interaction: AutocompleteInteraction,
  command: SlashCommand | undefined,
  { log, ...ports }: Ports,
): Promise<Suggestion[]> {
  try {
    const typed = typedIn(interaction)
    const suggestions = (typed && (await command?.suggest?.({ ...typed, ...ports }))) ?? []
    return suggestions
      .filter(({ name, value }) => name !== '' && value.length <= CHOICE_LENGTH)
      .slice(0, CHOICES)
      .map(({ name, value }) => ({ name: shorten(name, CHOICE_LENGTH), value }))
  } catch (error) {
    log.warn('couldn’t make suggestions', reasonOf(error))
    return []
  }
}

/** Null outside of servers, which have no commands. */
function typedIn({
  options,
  guildId: server,
  user,
}: AutocompleteInteraction): Omit<Typed, 'library' | 'playlists'> | null {
  if (server === null) return null
  const { name, value } = options.getFocused(true)
  return {
    ...{ subcommand: options.getSubcommand(false), option: name, text: value },
    viewer: { userId: userId(user.id), guildId: guildId(server) },
  }
}
