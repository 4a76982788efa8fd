import { toCaller } from '../../interactions/reply.ts'
import { entryName, listName } from '../../views/playlists.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
import { positionOption } from './position.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const move: Subcommand = {
  form: {
    name: 'move',
    options: [whichOption, positionOption('from', true), positionOption('to', true)],
  },
  run: async (call) => {
    const list = await which(call)
    const [from, to] = ['from', 'to'].map((name) => call.options.integer(name) ?? 0)
    const moved = await call.playlists.move(list, from ?? 0, to ?? 0, askerOf(call))
    return toCaller((words) => ({
      content: words.playlists.moved(entryName(moved, words), to ?? 0, listName(list, words)),
    }))
  },
  suggest: suggestWhich,
}
