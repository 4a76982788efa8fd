import type { Enqueued } from '../../player/enqueue.ts'
import { arrivingView, playView } from '../views/play.ts'
import { type Shows, toEveryone } from './reply.ts'

/** What became of tracks that somebody queued; of a list that's still arriving, how far it is. */
export function queued({ notice, batch }: Enqueued): Shows {
  const reply = toEveryone(playView(notice, batch.isPaged ? batch : null))
  if (batch.outcome !== null) return reply
  return { ...reply, later: { view: arrivingView(notice, batch), over: batch.over } }
}
