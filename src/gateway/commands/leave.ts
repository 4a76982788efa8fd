import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const leave: SlashCommand = {
  data: { name: 'leave', description: 'Leave the voice channel and clear the queue' },
  run: (call) => control(call, { kind: 'leave' }),
}
