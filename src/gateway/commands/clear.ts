import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const clear: SlashCommand = {
  data: { name: 'clear', description: 'Clears the queue; the current track plays on' },
  run: (call) => control(call, { kind: 'clear' }),
}
