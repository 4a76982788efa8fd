import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { newSeed } from '../../base/new-seed.ts'
import { SEARCH_PLACES } from '../../base/search-places.ts'
import type { Place } from '../../domain/command.ts'
import { QUERY_LENGTH } from '../../domain/schema/command.ts'
import type { Found } from '../../domain/track.ts'
import { enqueue } from '../../player/enqueue.ts'
import { orChoice } from '../interactions/choices.ts'
import { queued } from '../interactions/queued.ts'
import type { Reply } from '../interactions/reply.ts'
import type { CommandCall, Options } from './command.ts'
import type { OptionForm } from './form.ts'

/** What words are looked for in, of a command that takes words. */
export const sourceOption: OptionForm = {
  type: ApplicationCommandOptionType.String,
  name: 'source',
  choices: SEARCH_PLACES.map((value) => ({ value })),
}

/** What `/play` and its kin take. */
export const findingOptions: readonly OptionForm[] = [
  {
    type: ApplicationCommandOptionType.String,
    name: 'query',
    autocomplete: true,
    max_length: QUERY_LENGTH,
  },
  { type: ApplicationCommandOptionType.Attachment, name: 'file' },
  { type: ApplicationCommandOptionType.Boolean, name: 'shuffle' },
  sourceOption,
]

/** Queues what `findingOptions` ask for. */
export async function playAt(call: CommandCall, place: Place): Promise<Reply> {
  const { players, matches, library, guildId, options, request, signal } = call
  const playing = enqueue(players, guildId, {
    find: async () => {
      const found = await matches.sure(find(call), guildId, signal)
      return options.flag('split') ? await inChapters(found, call) : found
    },
    place,
    origin: options.file('file') === null && !options.flag('split') ? options.text('query') : null,
    seed: options.flag('shuffle') ? newSeed() : null,
    requestedBy: request().actor.userId,
    request,
  })
  return await orChoice(playing.then(queued), library)
}

/** A single track as its chapters, if its page tells of any; a search may not. Otherwise as it was found. */
async function inChapters(found: Found, { library, guildId, signal }: CommandCall): Promise<Found> {
  const [track, ...others] = found.tracks
  if (track === undefined || others.length > 0 || found.rest !== null) return found
  const text = library.queryFor(track)
  if (text === null) return found
  const asked = { text, limit: 1, place: null, split: true }
  const split = await library.search(asked, guildId, signal).catch(() => null)
  signal.throwIfAborted()
  return split !== null && split.tracks.length > 1 ? split : found
}

/** Where words are to be looked for; null: wherever. */
export function placeIn(options: Options) {
  const wanted = options.text('source')
  return SEARCH_PLACES.find((place) => place === wanted) ?? null
}

/**
 * Exactly one of them: playing one and ignoring the other would report success for half a command.
 */
function find({ options, library, guildId, signal }: CommandCall): Promise<Found> {
  const file = options.file('file')
  const text = options.text('query')?.trim() ?? ''
  if ((file === null) === (text === '')) throw new SegueError('query-or-file')
  if (file !== null) return library.findAttachment(file, signal)
  const split = options.flag('split') ?? false
  return library.search({ text, limit: 1, place: placeIn(options), split }, guildId, signal)
}
