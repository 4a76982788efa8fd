import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const leave: SlashCommand = {
  form: { name: 'leave' },
  run: (call) => control(call, { kind: 'leave' }),
}
