import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const pause: SlashCommand = {
  data: { name: 'pause', description: 'Pause the music' },
  run: (call) => control(call, { kind: 'pause' }),
}
