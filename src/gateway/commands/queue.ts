import { ApplicationCommandOptionType } from 'discord.js'
import { queuePage } from '../views/queue-page.ts'
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
  run: async (call) =>
    queuePage(call.players.state(call.guildId), call.options.integer('page') ?? 1, call.words),
}
