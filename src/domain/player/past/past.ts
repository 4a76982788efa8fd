import type { Queue } from '../../queue.ts'
import type { queueChangeSchema, UNDOABLE } from '../../schema/queue-change.ts'
import type { Value } from '../../schema/schema.ts'

/** A command whose change of the queue can be undone. */
export type Undoable = (typeof UNDOABLE)[number]

/** What a command changed in the queue: ids, while the tracks themselves are in the queue or in `removed`. */
export type QueueChange = Value<typeof queueChangeSchema>

/** What a player remembers of what was. Plain data, which can be stored and read back. */
export interface Past {
  /** What has really played, the latest last; at most `PLAYED_KEPT`. */
  readonly played: Queue
  /** The last changes of the queue, the latest last; at most `CHANGES_KEPT`. */
  readonly changes: readonly QueueChange[]
  /** The tracks that these changes took away; at most as many as a queue has. */
  readonly removed: Queue
}

export const noPast: Past = { played: [], changes: [], removed: [] }
