import { ApplicationCommandOptionType } from 'discord.js'
import { QUERY_LENGTH } from '../../../domain/schema/command.ts'
import { toCaller } from '../../interactions/reply.ts'
import { keptView } from '../../views/playlists.ts'
import { askerOf } from '../playlist/asker.ts'
import { chosenTracks } from '../playlist/chosen-tracks.ts'
import { whoseOf, whoseOption } from '../playlist/whose.ts'
import type { Subcommand } from '../subcommand.ts'

export const add: Subcommand = {
  form: {
    name: 'add',
    options: [
      { type: ApplicationCommandOptionType.String, name: 'query', max_length: QUERY_LENGTH },
      whoseOption,
    ],
  },
  run: async (call) => {
    const tracks = await chosenTracks(call)
    const whose = whoseOf(call)
    const count = await call.playlists.keep(tracks, whose, askerOf(call))
    const [only = null] = tracks.length === 1 ? tracks : []
    return toCaller(keptView(whose, only, count))
  },
}
