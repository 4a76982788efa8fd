import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../../base/error.ts'
import { userId } from '../../../base/ids.ts'
import type { Audience } from '../../../playlists/ports.ts'
import { toCaller } from '../../interactions/reply.ts'
import { sharedView } from '../../views/playlists.ts'
import type { CommandCall } from '../command.ts'
import type { Subcommand } from '../subcommand.ts'
import { askerOf } from './asker.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const share: Subcommand = {
  form: {
    name: 'share',
    options: [
      whichOption,
      { type: ApplicationCommandOptionType.User, name: 'person' },
      { type: ApplicationCommandOptionType.Boolean, name: 'server' },
      { type: ApplicationCommandOptionType.Boolean, name: 'stop' },
    ],
  },
  run: async (call) => {
    const audience = audienceOf(call)
    const list = await which(call)
    const isShared = call.options.flag('stop') !== true
    await call.playlists.share(list, audience, isShared, askerOf(call))
    return toCaller(sharedView(list, audience, isShared))
  },
  suggest: suggestWhich,
}

function audienceOf({ options, guildId }: CommandCall): Audience {
  const person = options.id('person')
  const isServer = options.flag('server') === true
  if ((person === null) !== isServer) throw new SegueError('share-with')
  return person === null ? { kind: 'server', id: guildId } : { kind: 'user', id: userId(person) }
}
