import { ApplicationCommandOptionType } from 'discord.js'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const skip: SlashCommand = {
  form: {
    name: 'skip',
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'count',
        min_value: 1,
        max_value: 10_000,
      },
    ],
  },
  run: (call) => control(call, { kind: 'skip', count: call.options.integer('count') ?? 1 }),
}
