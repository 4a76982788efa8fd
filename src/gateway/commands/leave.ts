import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const leave: SlashCommand = {
  data: { name: 'leave', description: 'Leaves the voice channel and clears the queue' },
  run: (call) => control(call, { kind: 'leave' }),
}
