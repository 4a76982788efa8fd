import { SegueError } from '../../base/error.ts'
import { grabbedView, grabView } from '../views/grab.ts'
import type { SlashCommand } from './command.ts'

/** To the caller as a direct message, or as an answer that only they see where they take none. */
export const grab: SlashCommand = {
  form: { name: 'grab' },
  run: async ({ players, guildId, direct }) => {
    const { current } = players.state(guildId)
    if (current === null) throw new SegueError('nothing-playing')
    const track = grabView(current)
    const isSent = await direct(track)
    return { view: isSent ? grabbedView : track, visibility: 'caller' }
  },
}
