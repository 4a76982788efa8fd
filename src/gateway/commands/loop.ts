import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import type { LoopMode } from '../../domain/player/state.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

const MODES: readonly LoopMode[] = ['off', 'track', 'queue']

export const loop: SlashCommand = {
  form: {
    name: 'loop',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'mode',
        required: true,
        choices: MODES.map((value) => ({ value })),
      },
    ],
  },
  run: async (call) => {
    const mode = MODES.find((known) => known === call.options.text('mode'))
    if (mode === undefined) throw new SegueError('bad-query')
    return control(call, { kind: 'loop', loop: mode })
  },
}
