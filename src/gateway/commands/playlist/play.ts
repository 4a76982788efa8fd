import { ApplicationCommandOptionType } from 'discord.js'
import type { Subcommand } from '../subcommand.ts'
import { playList } from './play-list.ts'
import { suggestWhich, which, whichOption } from './which.ts'

export const play: Subcommand = {
  form: {
    name: 'play',
    options: [
      whichOption,
      { type: ApplicationCommandOptionType.Boolean, name: 'next' },
      { type: ApplicationCommandOptionType.Boolean, name: 'shuffle' },
    ],
  },
  run: async (call) => playList(call, await which(call)),
  suggest: suggestWhich,
}
