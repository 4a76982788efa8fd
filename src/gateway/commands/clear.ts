import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const clear: SlashCommand = {
  data: { name: 'clear', description: 'Clear the queue; the current track keeps playing' },
  run: (call) => control(call, { kind: 'clear' }),
}
