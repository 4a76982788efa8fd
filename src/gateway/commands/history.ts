import { ApplicationCommandOptionType } from 'discord.js'
import { PLAYED_KEPT } from '../../domain/player/past/played.ts'
import { toEveryone } from '../interactions/reply.ts'
import { historyView } from '../views/history.ts'
import type { SlashCommand } from './command.ts'

export const history: SlashCommand = {
  form: {
    name: 'history',
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'page',
        min_value: 1,
        max_value: PLAYED_KEPT,
      },
    ],
  },
  run: async ({ players, guildId, options }) =>
    toEveryone(historyView(players.state(guildId).past.played, options.integer('page') ?? 1)),
}
