import type { SlashCommand } from './command.ts'
import { control } from './control.ts'

export const join: SlashCommand = {
  data: { name: 'join', description: 'Bring me into your voice channel' },
  run: async (call) => control(call, { kind: 'join', voiceChannel: call.voiceChannel() }),
}
