import { toEveryone } from '../interactions/reply.ts'
import { nowPlayingView } from '../views/card.ts'
import type { SlashCommand } from './command.ts'

export const nowplaying: SlashCommand = {
  form: { name: 'nowplaying' },
  run: async ({ players, guildId }) => toEveryone(nowPlayingView(players.state(guildId))),
}
