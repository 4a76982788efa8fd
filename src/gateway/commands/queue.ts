import { ApplicationCommandOptionType } from 'discord.js'
import { QUEUE_LIMIT } from '../../domain/queue.ts'
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
        max_value: QUEUE_LIMIT,
      },
    ],
  },
  run: async ({ players, guildId, options }) =>
    toEveryone(queueView(players.state(guildId), options.integer('page') ?? 1)),
}
