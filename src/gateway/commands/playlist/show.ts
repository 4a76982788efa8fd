import { toCaller } from '../../interactions/reply.ts'
import type { Subcommand } from '../subcommand.ts'
import { listPage } from './page.ts'
import { positionOption } from './position.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const show: Subcommand = {
  form: { name: 'show', options: [whichOption, positionOption('page', false)] },
  run: async (call) =>
    toCaller(await listPage(call, await which(call), call.options.integer('page') ?? 1)),
  suggest: suggestWhich,
}
