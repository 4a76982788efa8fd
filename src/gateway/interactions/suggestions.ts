import type { AutocompleteInteraction } from 'discord.js'
import type { Clock } from '../../base/clock.ts'
import { guildId, userId } from '../../base/ids.ts'
import { shorten } from '../../base/one-line.ts'
import { within } from '../../base/within.ts'
import { defaultSettings } from '../../domain/settings.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import { libraryFor } from '../../player/hidden-library.ts'
import type { Players } from '../../player/players.ts'
import type { Library, Suggestion } from '../../player/ports.ts'
import type { OwnTracksReader } from '../../playlists/own-tracks.ts'
import type { Playlists } from '../../playlists/playlists.ts'
import type { SlashCommand, Typed } from '../commands/command.ts'
import { wordsFor } from '../words/languages.ts'

/** Discord's limits for a list of choices: how many, and characters in each. */
const CHOICES = 25
const CHOICE_LENGTH = 100

/**
 * What takes longer isn't waited for: Discord takes choices within 3 s, and people type on meanwhile.
 */
const SUGGEST_WITHIN_MS = 1_600

interface Ports {
  readonly clock: Clock
  readonly players: Pick<Players, 'open' | 'state'>
  readonly library: Library
  readonly playlists: Playlists
  readonly ownTracks: Pick<OwnTracksReader, 'of'>
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
  { clock, log, players, library, playlists, ownTracks }: Ports,
): Promise<Suggestion[]> {
  const late = new AbortController()
  try {
    const typed = typedIn(interaction)
    const offer = command?.suggest
    if (typed === null || offer === undefined) return []
    const { guildId: id } = typed.viewer
    const finding = players.open(id).then((isOpen) => {
      // What isn't known to be shown there is hidden.
      const settings = isOpen ? players.state(id).settings : HIDDEN
      const shown = libraryFor(settings, library)
      const ports = { playlists, ownTracks, clock, signal: late.signal }
      return offer({ ...typed, ...ports, library: shown })
    })
    const suggestions = await within(clock, SUGGEST_WITHIN_MS, finding, (): Suggestion[] => [])
    return suggestions
      .filter(({ name, value }) => name !== '' && value.length <= CHOICE_LENGTH)
      .slice(0, CHOICES)
      .map(({ name, value }) => ({ name: shorten(name, CHOICE_LENGTH), value }))
  } catch (error) {
    log.warn('couldn’t make suggestions', reasonOf(error))
    return []
  } finally {
    late.abort()
  }
}

const HIDDEN = { ...defaultSettings, libraryVisible: false }

/** Null outside of servers, which have no commands. */
function typedIn({
  options,
  guildId: server,
  user,
  locale,
}: AutocompleteInteraction): Omit<
  Typed,
  'library' | 'playlists' | 'ownTracks' | 'clock' | 'signal'
> | null {
  if (server === null) return null
  const { name, value } = options.getFocused(true)
  return {
    ...{ subcommand: options.getSubcommand(false), option: name, text: value },
    words: wordsFor(locale),
    viewer: { userId: userId(user.id), guildId: guildId(server) },
  }
}
