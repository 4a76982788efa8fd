import type { SlashCommand } from './command.ts'
import { control } from './control.ts'
import { queuePosition } from './queue-position.ts'

export const jump: SlashCommand = {
  form: {
    name: 'jump',
    options: [queuePosition('position')],
  },
  run: (call) => control(call, { kind: 'jump', to: call.options.integer('position') ?? 0 }),
}
