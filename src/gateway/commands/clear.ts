import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const clear: SlashCommand = {
  form: { name: 'clear' },
  run: (call) => control(call, { kind: 'clear' }),
}
