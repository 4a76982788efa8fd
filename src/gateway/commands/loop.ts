import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { LOOP_MODES } from '../../domain/schema/command.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const loop: SlashCommand = {
  form: {
    name: 'loop',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'mode',
        required: true,
        choices: LOOP_MODES.map((value) => ({ value })),
      },
    ],
  },
  run: async (call) => {
    const mode = LOOP_MODES.find((known) => known === call.options.text('mode'))
    if (mode === undefined) throw new SegueError('bad-query')
    return control(call, { kind: 'loop', loop: mode })
  },
}
