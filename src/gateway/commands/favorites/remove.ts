import { SegueError } from '../../../base/error.ts'
import type { Playlist } from '../../../domain/playlist.ts'
import { toCaller } from '../../interactions/reply.ts'
import { removedView } from '../../views/playlists.ts'
import type { CommandCall } from '../command.ts'
import { askerOf } from '../playlist/asker.ts'
import { positionOption } from '../playlist/position.ts'
import { whoseOf, whoseOption } from '../playlist/whose.ts'
import type { Subcommand } from '../subcommand.ts'

export const remove: Subcommand = {
  form: { name: 'remove', options: [positionOption('position', false), whoseOption] },
  run: async (call) => {
    const list = await call.playlists.favorites(whoseOf(call), askerOf(call))
    return toCaller(removedView(list, await removedFrom(list, call)))
  },
}

/** The track at `position`, or the current one. */
async function removedFrom(list: Playlist, call: CommandCall) {
  const { players, playlists, guildId, options } = call
  const position = options.integer('position')
  if (position !== null)
    return playlists.remove(list, { first: position, last: position }, askerOf(call))
  const { current } = players.state(guildId)
  if (current === null) throw new SegueError('nothing-playing')
  await playlists.drop(list, current.track, askerOf(call))
  return [current]
}
