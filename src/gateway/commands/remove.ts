import type { SlashCommand } from './command.ts'
import { control } from './control.ts'
import { queuePosition } from './queue-position.ts'

export const remove: SlashCommand = {
  form: {
    name: 'remove',
    options: [queuePosition('position')],
  },
  run: (call) => control(call, { kind: 'remove', position: call.options.integer('position') ?? 0 }),
}
