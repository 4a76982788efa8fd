import { ApplicationCommandOptionType } from 'discord.js'
import { askerOf } from '../playlist/asker.ts'
import { playList } from '../playlist/play-list.ts'
import { whoseOf, whoseOption } from '../playlist/whose.ts'
import type { Subcommand } from '../subcommand.ts'

export const play: Subcommand = {
  form: {
    name: 'play',
    options: [
      { type: ApplicationCommandOptionType.Boolean, name: 'next' },
      { type: ApplicationCommandOptionType.Boolean, name: 'shuffle' },
      whoseOption,
    ],
  },
  run: async (call) => playList(call, await call.playlists.favorites(whoseOf(call), askerOf(call))),
}
