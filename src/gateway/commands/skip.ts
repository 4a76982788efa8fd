import { ApplicationCommandOptionType } from 'discord.js'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const skip: SlashCommand = {
  data: {
    name: 'skip',
    description: 'Goes on with the next track',
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'count',
        description: 'How many tracks to skip, the current one included (1)',
        min_value: 1,
        max_value: 10_000,
      },
    ],
  },
  run: (call) => control(call, { kind: 'skip', count: call.options.integer('count') ?? 1 }),
}
