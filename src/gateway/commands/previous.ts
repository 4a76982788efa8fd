import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const previous: SlashCommand = {
  form: { name: 'previous' },
  run: (call) => control(call, { kind: 'previous' }),
}
