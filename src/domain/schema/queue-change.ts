import { Type } from '@sinclair/typebox'
import { QUEUE_LIMIT } from '../queue.ts'
import { arrivingListSchema } from './arriving-list.ts'
import { nullable, oneOf, trackIdSchema } from './schema.ts'

/** Lists that may arrive at once in one server: each holds a source and the ids of its tracks. */
export const BATCHES_AT_ONCE = 4

/** The commands whose change of the queue can be undone. */
export const UNDOABLE = [
  ...(['enqueue', 'jump', 'skip', 'remove', 'remove-range'] as const),
  ...(['remove-by', 'remove-duplicates', 'remove-absent'] as const),
  ...(['move', 'swap', 'wrong', 'shuffle', 'clear', 'stop', 'leave'] as const),
] as const

/** Of tracks that were in the queue, which may be one longer than what members may queue. */
const ids = Type.Array(trackIdSchema, { maxItems: QUEUE_LIMIT + 1 })

/** What a command changed in the queue, as far as it takes to undo it. */
export const queueChangeSchema = Type.Object({
  by: oneOf(UNDOABLE),
  /** The last track before those that changed; null: they began the queue. */
  behind: nullable(trackIdSchema),
  /** What stood there. */
  stretch: ids,
  /** What came there and wasn't there before, and the name of a list that began to arrive. */
  added: ids,
  /** The track that it ended, and where that was. */
  ended: nullable(Type.Object({ id: trackIdSchema, positionMs: Type.Number({ minimum: 0 }) })),
  /** The track that it began. */
  began: nullable(trackIdSchema),
  /** The lists that it ended while they arrived. */
  dropped: Type.Optional(Type.Array(arrivingListSchema, { maxItems: BATCHES_AT_ONCE })),
})
