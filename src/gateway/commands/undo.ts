import { undo as takeBack } from '../../player/undo.ts'
import { toEveryone } from '../interactions/reply.ts'
import { noticeView } from '../views/notice.ts'
import type { SlashCommand } from './command.ts'

export const undo: SlashCommand = {
  form: { name: 'undo' },
  run: async ({ players, matches, guildId, request }) =>
    toEveryone(noticeView(await takeBack(players, matches, guildId, request()))),
}
