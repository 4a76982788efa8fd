import { toCaller } from '../interactions/reply.ts'
import { chaptersView } from '../views/chapters.ts'
import type { SlashCommand } from './command.ts'

export const chapters: SlashCommand = {
  form: { name: 'chapters' },
  run: async ({ guildId, players }) => toCaller(chaptersView(players.state(guildId))),
}
