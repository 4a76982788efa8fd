import { Type } from '@sinclair/typebox'
import { nullable, trackIdSchema, userIdSchema } from './schema.ts'

/** A list that's still arriving, as far as it takes to go on with it after a restart. */
export const arrivingListSchema = Type.Object({
  /** Its first track's. */
  id: trackIdSchema,
  /** The query that found it. */
  origin: Type.String({ minLength: 1 }),
  /** How many of its tracks have come. */
  passed: Type.Integer({ minimum: 1 }),
  seed: nullable(Type.Integer()),
  /** The last of its tracks that's still there. */
  behind: nullable(trackIdSchema),
  requestedBy: userIdSchema,
})
