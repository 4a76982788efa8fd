import { toCaller } from '../../interactions/reply.ts'
import { listName } from '../../views/playlists.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const deleteList: Subcommand = {
  form: { name: 'delete', options: [whichOption] },
  run: async (call) => {
    const list = await which(call)
    const outcome = await call.playlists.delete(list, askerOf(call))
    return toCaller((words) => ({ content: words.playlists[outcome](listName(list, words)) }))
  },
  suggest: suggestWhich,
}
