import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const shuffle: SlashCommand = {
  form: { name: 'shuffle' },
  run: (call) => {
    const [seed = 0] = crypto.getRandomValues(new Uint32Array(1))
    return control(call, { kind: 'shuffle', seed })
  },
}
