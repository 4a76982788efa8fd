import { newSeed } from '../../base/new-seed.ts'
import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const shuffle: SlashCommand = {
  form: { name: 'shuffle' },
  run: (call) => control(call, { kind: 'shuffle', seed: newSeed() }),
}
