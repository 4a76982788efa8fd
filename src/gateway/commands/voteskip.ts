import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

/** Like `/skip`: whoever may skip alone does. */
export const voteskip: SlashCommand = {
  form: { name: 'voteskip' },
  run: (call) => control(call, { kind: 'skip', count: 1 }),
}
