import { toCaller } from '../../interactions/reply.ts'
import { removedView } from '../../views/playlists.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
import { positionOption } from './position.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const remove: Subcommand = {
  form: {
    name: 'remove',
    options: [whichOption, positionOption('position', true), positionOption('to', false)],
  },
  run: async (call) => {
    const list = await which(call)
    const first = call.options.integer('position') ?? 0
    const last = call.options.integer('to') ?? first
    const removed = await call.playlists.remove(list, { first, last }, askerOf(call))
    return toCaller(removedView(list, removed))
  },
  suggest: suggestWhich,
}
