import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const stop: SlashCommand = {
  data: { name: 'stop', description: 'Stop the music and clear the queue' },
  run: (call) => control(call, { kind: 'stop' }),
}
