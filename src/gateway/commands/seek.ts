import { ApplicationCommandOptionType } from 'discord.js'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'
import { parsePosition } from './position.ts'

export const seek: SlashCommand = {
  form: {
    name: 'seek',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'position',
        required: true,
        max_length: 20,
      },
    ],
  },
  run: async (call) => {
    const target = parsePosition(call.options.text('position') ?? '')
    return control(call, { kind: 'seek', target })
  },
}
