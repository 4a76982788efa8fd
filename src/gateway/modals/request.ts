import { SegueError } from '../../base/error.ts'
import { enqueue } from '../../player/enqueue.ts'
import { orChoice } from '../interactions/choices.ts'
import { queued } from '../interactions/queued.ts'
import type { Modal } from './modal.ts'

/** Queues what somebody typed into the form of a request channel. */
export const request: Modal = {
  action: 'request',
  run: async ({ players, matches, library, guildId, request: asked, signal, text }) => {
    const query = text('query')?.trim() ?? ''
    if (query === '') throw new SegueError('bad-query')
    const playing = enqueue(players, guildId, {
      find: () => matches.sure(library.find(query, guildId, signal), guildId, signal),
      place: 'end',
      requestedBy: asked().actor.userId,
      request: asked,
    })
    return await orChoice(playing.then(queued), library)
  },
}
