import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const join: SlashCommand = {
  form: { name: 'join' },
  run: (call) => control(call, { kind: 'join' }),
}
