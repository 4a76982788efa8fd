import type { SlashCommand } from './command.ts'
import { control } from './control.ts'
import { queuePosition } from './queue-position.ts'

export const remove: SlashCommand = {
  data: {
    name: 'remove',
    description: 'Remove a track from the queue',
    options: [queuePosition('position', 'Its number in /queue')],
  },
  run: (call) => control(call, { kind: 'remove', position: call.options.integer('position') ?? 0 }),
}
