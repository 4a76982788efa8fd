import { ApplicationCommandOptionType } from 'discord.js'
import { QUERY_LENGTH } from '../../domain/schema/command.ts'
import { CHOICES } from '../../domain/track.ts'
import { choicesOf } from '../interactions/choices.ts'
import { toCaller } from '../interactions/reply.ts'
import { searchView } from '../views/search.ts'
import type { SlashCommand } from './command.ts'
import { placeIn, sourceOption } from './find.ts'

export const search: SlashCommand = {
  form: {
    name: 'search',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'query',
        required: true,
        max_length: QUERY_LENGTH,
      },
      sourceOption,
    ],
  },
  run: async ({ options, library, players, guildId, request, signal }) => {
    players.mayCall(guildId, request().actor)
    const query = { text: options.text('query') ?? '', limit: CHOICES, place: placeIn(options) }
    const { tracks } = await library.search(query, guildId, signal)
    return toCaller(searchView(choicesOf(tracks, library)))
  },
}
