import { toCaller } from '../../interactions/reply.ts'
import { overviewView } from '../../views/playlists.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'

export const list: Subcommand = {
  form: { name: 'list' },
  run: async (call) => {
    const { guildId, actor } = askerOf(call)
    const viewer = { guildId, userId: actor.userId }
    return toCaller(overviewView(await call.playlists.visible(viewer), viewer))
  },
}
