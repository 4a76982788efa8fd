import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const undo: SlashCommand = {
  form: { name: 'undo' },
  run: (call) => control(call, { kind: 'undo' }),
}
