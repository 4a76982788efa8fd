import { ApplicationCommandOptionType } from 'discord.js'
import { NAME_LENGTH } from '../../../domain/playlist.ts'
import { toCaller } from '../../interactions/reply.ts'
import { nameOf } from '../../views/title.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'

export const create: Subcommand = {
  form: {
    name: 'create',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'name',
        required: true,
        min_length: NAME_LENGTH.minimum,
        max_length: NAME_LENGTH.maximum,
      },
      { type: ApplicationCommandOptionType.Boolean, name: 'server' },
    ],
  },
  run: async (call) => {
    const { options, playlists } = call
    const whose = options.flag('server') ? 'server' : 'own'
    const { name } = await playlists.create(options.text('name') ?? '', whose, askerOf(call))
    return toCaller((words) => ({ content: words.playlists.created(nameOf(name)) }))
  },
}
