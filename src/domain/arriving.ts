import type { ErrorCode } from '../base/error.ts'
import type { arrivingListSchema } from './schema/arriving-list.ts'
import type { Value } from './schema/schema.ts'

/** A list that's still arriving, as far as it takes to go on with it after a restart. */
export type ArrivingList = Value<typeof arrivingListSchema>

/** How the arriving of a list ended. Whatever had arrived by then is kept. */
export type ArrivalEnd =
  | { readonly kind: 'whole' }
  /** Somebody stopped the music, cleared the queue or sent the bot away. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed'; readonly code: ErrorCode }

/** A list whose tracks arrive in pages. */
export interface Arriving {
  /** How many have been queued. */
  readonly count: number
  /** How many there are in all, as far as the source says; null: it doesn't. */
  readonly total: number | null
  /** Null while more may follow. */
  readonly outcome: ArrivalEnd | null
}
