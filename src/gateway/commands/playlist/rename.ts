import { toCaller } from '../../interactions/reply.ts'
import { nameOf } from '../../views/title.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
import { nameOption } from './name.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const rename: Subcommand = {
  form: { name: 'rename', options: [whichOption, nameOption('new-name')] },
  run: async (call) => {
    const list = await which(call)
    const wanted = call.options.text('new-name') ?? ''
    const name = await call.playlists.rename(list, wanted, askerOf(call))
    return toCaller(({ playlists }) => ({
      content: playlists.renamed(nameOf(list.name), nameOf(name)),
    }))
  },
  suggest: suggestWhich,
}
