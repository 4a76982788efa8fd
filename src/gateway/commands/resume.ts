import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const resume: SlashCommand = {
  data: { name: 'resume', description: 'Resume the music' },
  run: (call) => control(call, { kind: 'resume' }),
}
