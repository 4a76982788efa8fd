import { nowPlaying } from '../ui/queue-page.ts'
import type { SlashCommand } from './command.ts'

export const nowplaying: SlashCommand = {
  data: { name: 'nowplaying', description: 'Show what’s playing' },
  run: async (call) => nowPlaying(call.players.state(call.guildId)),
}
