import { SegueError } from '../../base/error.ts'
import type { TrackId } from '../../base/ids.ts'
import { chaptersView } from '../views/chapters.ts'
import type { Component } from './component.ts'

/** Jumps to the chapter that was chosen, if its track still plays. */
export const chapter: Component = {
  action: 'chapter',
  run: async ({ guildId, players, args, values, request }) => {
    const startMs = Number(values[0])
    if (!Number.isSafeInteger(startMs) || startMs < 0) throw new SegueError('outdated-control')
    const asked = { ...request(), about: (args[0] ?? '') as TrackId }
    await players.command(guildId, { kind: 'seek', target: { kind: 'to', ms: startMs } }, asked)
    return { view: chaptersView(players.state(guildId)), visibility: 'in place' }
  },
}
