import { toCaller } from '../../interactions/reply.ts'
import { nameOf } from '../../views/title.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
import { nameOption } from './name.ts'
import { whoseOf, whoseOption } from './whose.ts'

export const create: Subcommand = {
  form: {
    name: 'create',
    options: [nameOption('name'), whoseOption],
  },
  run: async (call) => {
    const { options, playlists } = call
    const { name } = await playlists.create(
      options.text('name') ?? '',
      whoseOf(call),
      askerOf(call),
    )
    return toCaller((words) => ({ content: words.playlists.created(nameOf(name)) }))
  },
}
