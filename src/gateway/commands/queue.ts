import { ApplicationCommandOptionType } from 'discord.js'
import { queuePage } from '../ui/queue-page.ts'
import type { SlashCommand } from './command.ts'

export const queue: SlashCommand = {
  data: {
    name: 'queue',
    description: 'Show what’s next',
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'page',
        description: 'Which page to show',
        min_value: 1,
        max_value: 10_000,
      },
    ],
  },
  run: async (call) =>
    queuePage(call.players.state(call.guildId), call.options.integer('page') ?? 1),
}
