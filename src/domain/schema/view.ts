import { type TSchema, Type } from '@sinclair/typebox'
import { QUEUE_LIMIT } from '../queue.ts'
import { autoplayModeSchema, loopModeSchema, positionSchema } from './command.ts'
import { channelIdSchema, countSchema, guildIdSchema, nullable, oneOf } from './schema.ts'
import { filtersSchema, volumeSchema } from './sound.ts'
import { foundTrackViewSchema, trackViewSchema } from './track.ts'

/** Tracks of the longest page. */
const PAGE_LIMIT = 100

const named = <Schema extends TSchema>(name: string, schema: Schema): Schema => ({
  ...schema,
  $id: name,
})

const currentViewSchema = Type.Object({
  track: trackViewSchema,
  positionMs: Type.Number({
    description: 'The position that the engine reported last, which it does about every second.',
  }),
  durationMs: nullable(Type.Number()),
  title: nullable(Type.String(), {
    description: 'What the station says it plays just now; null: it’s none, or it doesn’t say.',
  }),
  started: Type.Boolean({ description: 'False while the track is being opened.' }),
  waiting: nullable(Type.String(), {
    description: 'Why the track doesn’t sound although nobody paused it; null: it does.',
  }),
})

const playerFields = {
  guildId: guildIdSchema,
  channelId: nullable(channelIdSchema, { description: 'The voice channel; null: in none.' }),
  current: nullable(currentViewSchema),
  paused: Type.Boolean(),
  volume: volumeSchema,
  filters: filtersSchema,
  loop: loopModeSchema,
  autoplay: autoplayModeSchema,
  queueLength: countSchema,
}

/** A player as API clients see it. JSON. */
export const playerViewSchema = named('Player', Type.Object(playerFields))

/** The same with a stretch of the queue. */
export const queueViewSchema = named(
  'Queue',
  Type.Object({
    ...playerFields,
    offset: Type.Integer({
      minimum: 0,
      description: 'How many tracks of the queue come before the first of these.',
    }),
    tracks: Type.Array(trackViewSchema),
  }),
)

/** What filters do to a player's sound. */
export const filtersViewSchema = named('Filters', Type.Object({ filters: filtersSchema }))

/** How a command was obeyed. */
export const obeyedViewSchema = named(
  'Obeyed',
  Type.Object({
    ...playerFields,
    track: nullable(trackViewSchema, {
      description: 'The track that was skipped, sought, moved or removed, for example.',
    }),
  }),
)

/** What becomes of a track that was queued. */
export const OUTCOMES = [
  'playing',
  'queued',
  'waiting',
  'starting',
  'retrying',
  'replaced',
] as const

const totalSchema = nullable(Type.Integer({ minimum: 1 }), {
  description: 'How many tracks the list has, as its source says; null: it doesn’t say.',
})

/** What was queued, and the player afterwards. */
export const enqueuedViewSchema = named(
  'Enqueued',
  Type.Object({
    ...playerFields,
    queued: Type.Object({
      track: trackViewSchema,
      position: nullable(positionSchema, {
        description: 'Where it is in the queue; null: it’s the current track.',
      }),
      count: Type.Integer({
        minimum: 1,
        description: 'How many tracks are queued by now, this one included.',
      }),
      more: Type.Boolean({
        description: 'Whether the list goes on: the rest of its tracks follow by themselves.',
      }),
      total: totalSchema,
      outcome: oneOf(OUTCOMES, {
        description:
          'playing: it sounds. queued: it comes later. waiting: until somebody listens, or the bot may speak. starting: it’s still being opened. retrying: its source fails for now. replaced: another command came first.',
      }),
    }),
  }),
)

/** What a query finds. */
export const foundViewSchema = named(
  'Found',
  Type.Object({
    tracks: Type.Array(foundTrackViewSchema),
    more: Type.Boolean({ description: 'Whether the list goes on: this is its first page.' }),
    total: totalSchema,
  }),
)

/** Which stretch of the queue. */
export const pageSchema = Type.Object({
  offset: Type.Integer({ minimum: 0, maximum: QUEUE_LIMIT, default: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: PAGE_LIMIT, default: 50 }),
})
