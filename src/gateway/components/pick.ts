import { SegueError } from '../../base/error.ts'
import { enqueue } from '../../player/enqueue.ts'
import { queued } from '../interactions/queued.ts'
import type { Component } from './component.ts'

/** Queues what somebody has chosen of a search. The menu stays, to choose more. */
export const pick: Component = {
  action: 'pick',
  run: async ({ values: [query], players, library, guildId, request, signal }) => {
    if (query === undefined) throw new SegueError('outdated-control')
    return queued(
      await enqueue(players, guildId, {
        find: () => library.find(query, guildId, signal),
        place: 'end',
        requestedBy: request().actor.userId,
        request,
      }),
    )
  },
}
