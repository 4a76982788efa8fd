import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const replay: SlashCommand = {
  form: { name: 'replay' },
  run: (call) => control(call, { kind: 'replay' }),
}
