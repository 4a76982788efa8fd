import { ApplicationCommandOptionType } from 'discord.js'
import { QUERY_LENGTH } from '../../../domain/schema/command.ts'
import { permitEdit } from '../../../playlists/asker.ts'
import { toCaller } from '../../interactions/reply.ts'
import { listName } from '../../views/playlists.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
import { chosenTracks } from './chosen-tracks.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const add: Subcommand = {
  form: {
    name: 'add',
    options: [
      whichOption,
      { type: ApplicationCommandOptionType.String, name: 'query', max_length: QUERY_LENGTH },
      { type: ApplicationCommandOptionType.Boolean, name: 'queue' },
    ],
  },
  run: async (call) => {
    const list = await which(call)
    permitEdit(list, askerOf(call))
    const tracks = await chosenTracks(call)
    await call.playlists.add(list, tracks, askerOf(call))
    return toCaller((words) => ({
      content: words.playlists.added(listName(list, words), tracks.length),
    }))
  },
  suggest: suggestWhich,
}
