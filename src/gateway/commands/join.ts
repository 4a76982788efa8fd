import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const join: SlashCommand = {
  form: { name: 'join' },
  run: async (call) => control(call, { kind: 'join', voiceChannel: call.voiceChannel() }),
}
