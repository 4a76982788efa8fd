import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const stop: SlashCommand = {
  data: { name: 'stop', description: 'Stops the music and clears the queue' },
  run: (call) => control(call, { kind: 'stop' }),
}
