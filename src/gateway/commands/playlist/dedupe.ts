import { toCaller } from '../../interactions/reply.ts'
import { listName } from '../../views/playlists.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const dedupe: Subcommand = {
  form: { name: 'dedupe', options: [whichOption] },
  run: async (call) => {
    const list = await which(call)
    const removed = await call.playlists.dedupe(list, askerOf(call))
    return toCaller((words) => ({
      content: words.playlists.deduped(listName(list, words), removed),
    }))
  },
  suggest: suggestWhich,
}
