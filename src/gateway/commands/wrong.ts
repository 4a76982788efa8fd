import { correct } from '../../player/correct.ts'
import { toEveryone } from '../interactions/reply.ts'
import { noticeView } from '../views/notice.ts'
import type { SlashCommand } from './command.ts'
import { queuePosition } from './queue-position.ts'

export const wrong: SlashCommand = {
  form: { name: 'wrong', options: [{ ...queuePosition('position'), required: false }] },
  run: async ({ players, matches, guildId, options, request, signal }) => {
    const { userId } = request().actor
    const position = options.integer('position')
    const asked = { position, userId, request, signal }
    return toEveryone(noticeView(await correct(players, matches, guildId, asked)))
  },
}
