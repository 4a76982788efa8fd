import type { SlashCommand } from './command.ts'
import { control } from './control.ts'
import { queuePosition } from './queue-position.ts'

export const move: SlashCommand = {
  form: {
    name: 'move',
    options: [queuePosition('from'), queuePosition('to')],
  },
  run: (call) => {
    const from = call.options.integer('from') ?? 0
    const to = call.options.integer('to') ?? 0
    return control(call, { kind: 'move', from, to })
  },
}
