import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const pause: SlashCommand = {
  form: { name: 'pause' },
  run: (call) => control(call, { kind: 'pause' }),
}
