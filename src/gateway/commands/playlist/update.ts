import { SegueError } from '../../../base/error.ts'
import type { FoundTrack } from '../../../domain/track.ts'
import { permitEdit } from '../../../playlists/asker.ts'
import { toCaller } from '../../interactions/reply.ts'
import { updatedView } from '../../views/playlists.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
import { behind, takeRest } from './from-link.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const update: Subcommand = {
  form: { name: 'update', options: [whichOption] },
  run: async (call) => {
    const list = await which(call)
    permitEdit(list, askerOf(call))
    if (list.link === null) throw new SegueError('playlist-without-link')
    const { found } = await behind(list.link, call)
    const keep = (page: readonly FoundTrack[]) => call.playlists.addNew(list, page, askerOf(call))
    const first = await keep(found.tracks)
    const { count, code } = await takeRest(found, keep, call)
    if (list.isArriving && code === null) await call.playlists.arrived(list)
    return toCaller(updatedView(list, { count: first + count, code }))
  },
  suggest: suggestWhich,
}
