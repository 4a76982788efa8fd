import { type TProperties, type TSchema, Type } from '@sinclair/typebox'
import { ERROR_CODES } from '../../base/error.ts'
import type { Wait } from '../player/waiting.ts'
import { loopModeSchema } from './command.ts'
import { channelIdSchema, countSchema, guildIdSchema, nullable, oneOf } from './schema.ts'
import { SEGMENT_CATEGORIES, settingsSchema } from './settings.ts'
import { filtersSchema, volumeSchema } from './sound.ts'
import { trackSchema, trackViewSchema } from './track.ts'

const WAITS = [
  'encryption',
  'alone',
  'muted',
  'suppressed',
  'source',
  'voice',
  'retry',
] as const satisfies readonly Wait[]

const event = <Kind extends string, Fields extends TProperties>(
  kind: Kind,
  fields: Fields,
  description: string,
) => Type.Object({ kind: Type.Literal(kind), ...fields }, { description })

const positionMs = Type.Number({ minimum: 0 })
const code = oneOf(ERROR_CODES)

/** By kind, with tracks as `track` describes them. */
const eventSchemas = <Track extends TSchema>(track: Track) => ({
  track_load: event(
    'track_load',
    { track, positionMs },
    'The track is the current one from now on and is being opened.',
  ),
  track_start: event(
    'track_start',
    { track, positionMs, durationMs: nullable(Type.Number({ minimum: 0 })) },
    'The track sounds for the first time in this run.',
  ),
  track_end: event(
    'track_end',
    {
      track,
      positionMs,
      outcome: oneOf(['finished', 'skipped', 'failed', 'interrupted'], {
        description:
          'interrupted: nobody chose that and the track isn’t at fault (voice was lost, its source is out of reach); it may go on later, which is then another run.',
      }),
      heard: Type.Boolean({
        description: 'Whether people have heard any of it, in this run or before a restart.',
      }),
    },
    'The track is no longer the current one, or a round of its loop is over.',
  ),
  error: event(
    'error',
    { track, code, final: Type.Boolean() },
    'The current track failed; unless that’s final, it’s tried again.',
  ),
  waiting: event(
    'waiting',
    { reason: nullable(oneOf(WAITS)) },
    'Why the current track doesn’t sound although nobody paused it; null: it no longer waits.',
  ),
  title: event(
    'title',
    {
      track,
      title: nullable(Type.String(), {
        description: 'As the station writes it, often “Artist - Title”; null: it no longer says.',
      }),
    },
    'The station that plays says what it plays: people hear it from now on.',
  ),
  queue_updated: event(
    'queue_updated',
    { length: countSchema },
    'The tracks after the current one, or their order, changed.',
  ),
  paused: event('paused', { positionMs: nullable(positionMs) }, 'A member or a key paused.'),
  resumed: event(
    'resumed',
    { positionMs: nullable(positionMs) },
    'The pause is over; null: with nothing to play.',
  ),
  sought: event('sought', { positionMs }, 'The current track goes on somewhere else.'),
  segment_skipped: event(
    'segment_skipped',
    { startMs: positionMs, endMs: positionMs, categories: Type.Array(oneOf(SEGMENT_CATEGORIES)) },
    'A part of the current track was left out, as the server’s settings say.',
  ),
  volume: event('volume', { volume: volumeSchema }, 'The volume changed.'),
  filters: event('filters', { filters: filtersSchema }, 'The filters changed.'),
  loop: event('loop', { loop: loopModeSchema }, 'The loop changed.'),
  settings: event(
    'settings',
    { settings: settingsSchema },
    'The server’s admins have changed what it has set.',
  ),
  voice: event(
    'voice',
    {
      change: oneOf(['joined', 'moved', 'left']),
      channelId: channelIdSchema,
      code: nullable(code, { description: 'Why it was thrown out.' }),
    },
    'The bot joins a voice channel, is moved to another one, or left this one.',
  ),
})

/** What happened to a player, for parts of this process. */
export const playerEventSchema = Type.Union(Object.values(eventSchemas(trackSchema)))

/** What happened to a server's player, for everybody else. JSON. */
export const heardEventSchema = Type.Object({
  guildId: guildIdSchema,
  number: Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description:
      'Grows with each event of the server; a gap of less than 2³² tells that events were missed.',
  }),
  atMs: Type.Integer({ minimum: 0, description: 'Milliseconds since 1970.' }),
  event: Type.Union(Object.values(eventSchemas(trackViewSchema))),
})
