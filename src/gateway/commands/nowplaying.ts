import { nowPlaying } from '../views/now-playing.ts'
import type { SlashCommand } from './command.ts'

export const nowplaying: SlashCommand = {
  form: { name: 'nowplaying' },
  run: async (call) => nowPlaying(call.players.state(call.guildId), call.words),
}
