import { ApplicationCommandOptionType } from 'discord.js'
import { parsePosition } from '../ui/time.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const seek: SlashCommand = {
  data: {
    name: 'seek',
    description: 'Jump to a position in the current track',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'position',
        description: '1:23, 90 (seconds), +30 or -10',
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
