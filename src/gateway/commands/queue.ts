import { ApplicationCommandOptionType } from 'discord.js'
import { toEveryone } from '../interactions/reply.ts'
import { queueView } from '../views/queue.ts'
import type { SlashCommand } from './command.ts'

export const queue: SlashCommand = {
  form: {
    name: 'queue',
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'page',
        min_value: 1,
        max_value: 10_000,
      },
    ],
  },
  run: async ({ players, guildId, options }) =>
    toEveryone(queueView(players.state(guildId), options.integer('page') ?? 1)),
}
