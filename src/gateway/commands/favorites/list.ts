import { toCaller } from '../../interactions/reply.ts'
import { askerOf } from '../playlist/asker.ts'
import { listPage } from '../playlist/page.ts'
import { positionOption } from '../playlist/position.ts'
import { whoseOf, whoseOption } from '../playlist/whose.ts'
import type { Subcommand } from '../subcommand.ts'

export const list: Subcommand = {
  form: { name: 'list', options: [positionOption('page', false), whoseOption] },
  run: async (call) => {
    const favorites = await call.playlists.favorites(whoseOf(call), askerOf(call))
    return toCaller(await listPage(call, favorites, call.options.integer('page') ?? 1))
  },
}
