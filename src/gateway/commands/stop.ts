import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const stop: SlashCommand = {
  form: { name: 'stop' },
  run: (call) => control(call, { kind: 'stop' }),
}
