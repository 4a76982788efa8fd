import { ApplicationCommandOptionType } from 'discord.js'
import { SegueError } from '../../base/error.ts'
import { AUTOPLAY_MODES } from '../../domain/schema/command.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const autoplay: SlashCommand = {
  form: {
    name: 'autoplay',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'mode',
        required: true,
        choices: AUTOPLAY_MODES.map((value) => ({ value })),
      },
    ],
  },
  run: async (call) => {
    const mode = AUTOPLAY_MODES.find((known) => known === call.options.text('mode'))
    if (mode === undefined) throw new SegueError('bad-query')
    return control(call, { kind: 'autoplay', mode })
  },
}
