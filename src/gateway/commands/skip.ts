import { ApplicationCommandOptionType } from 'discord.js'
import { POSITION } from '../../domain/schema/command.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const skip: SlashCommand = {
  form: {
    name: 'skip',
    options: [
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'count',
        min_value: POSITION.minimum,
        max_value: POSITION.maximum,
      },
    ],
  },
  run: (call) => control(call, { kind: 'skip', count: call.options.integer('count') ?? 1 }),
}
