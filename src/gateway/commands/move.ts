import type { SlashCommand } from './command.ts'
import { control } from './control.ts'
import { queuePosition } from './queue-position.ts'

export const move: SlashCommand = {
  data: {
    name: 'move',
    description: 'Move a track in the queue',
    options: [queuePosition('from', 'Its number in /queue'), queuePosition('to', 'Its new number')],
  },
  run: (call) => {
    const from = call.options.integer('from') ?? 0
    const to = call.options.integer('to') ?? 0
    return control(call, { kind: 'move', from, to })
  },
}
