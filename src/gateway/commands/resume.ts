import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const resume: SlashCommand = {
  form: { name: 'resume' },
  run: (call) => control(call, { kind: 'resume' }),
}
