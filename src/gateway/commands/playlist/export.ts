import { ApplicationCommandOptionType } from 'discord.js'
import type { FoundTrack } from '../../../domain/track.ts'
import { EXPORT_FORMATS, exported } from '../../../playlists/exported.ts'
import { toCaller } from '../../interactions/reply.ts'
import { listName } from '../../views/playlists.ts'
import type { Subcommand } from '../subcommand.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const exportList: Subcommand = {
  form: {
    name: 'export',
    options: [
      whichOption,
      {
        type: ApplicationCommandOptionType.String,
        name: 'format',
        choices: EXPORT_FORMATS.map((value) => ({ value })),
      },
    ],
  },
  run: async (call) => {
    const { playlists, options, signal } = call
    const list = await which(call)
    const format = EXPORT_FORMATS.find((known) => known === options.text('format')) ?? 'json'
    const tracks: FoundTrack[] = []
    for await (const page of playlists.pages(list, signal)) tracks.push(...page)
    const file = await exported(list.name, tracks, format)
    return toCaller((words) => ({
      content: words.playlists.exported(listName(list, words), tracks.length),
      files: [file],
    }))
  },
  suggest: suggestWhich,
}
