import { type TProperties, Type } from '@sinclair/typebox'
import { QUEUE_LIMIT } from '../queue.ts'
import { oneOf, trackIdSchema, userIdSchema } from './schema.ts'

export const LOOP_MODES = ['off', 'track', 'queue'] as const
export const loopModeSchema = oneOf(LOOP_MODES)

export const AUTOPLAY_MODES = ['off', 'similar', 'artist', 'genre', 'mixed'] as const
export const autoplayModeSchema = oneOf(AUTOPLAY_MODES)

/** Percent; 100 changes nothing. */
export const VOLUME = { minimum: 0, maximum: 200 } as const
export const volumeSchema = Type.Integer({ ...VOLUME, description: 'Percent; 100 is normal.' })

/** A number from the queue as people see it: 1 comes next. */
export const POSITION = { minimum: 1, maximum: QUEUE_LIMIT } as const
export const positionSchema = Type.Integer({
  ...POSITION,
  description: 'A place in the queue; 1 comes next.',
})

/**
 * A track of the queue: by its number, or by its id, which still names it once the numbers have
 * changed.
 */
export const spotSchema = Type.Union([positionSchema, trackIdSchema])

/** What somebody wants to hear, as `/play` takes it. */
export const QUERY_LENGTH = 2_000
export const querySchema = Type.String({
  minLength: 1,
  maxLength: QUERY_LENGTH,
  description: 'A title, artist, album, file name or link.',
})

/** Longer than any track. The player refuses positions that its track doesn't have. */
export const DAY_MS = 24 * 60 * 60 * 1000

const command = <Name extends string, Fields extends TProperties>(kind: Name, fields: Fields) =>
  Type.Object({ kind: Type.Literal(kind), ...fields })

/** The commands that need nothing but the player, by name. */
export const commandSchemas = {
  join: command('join', {}),
  leave: command('leave', {}),
  dj: command('dj', { userId: userIdSchema }),
  pause: command('pause', {}),
  resume: command('resume', {}),
  stop: command('stop', {}),
  clear: command('clear', {}),
  skip: command('skip', {
    count: Type.Integer({ ...POSITION, description: 'How many tracks, the current one included.' }),
  }),
  seek: command('seek', {
    target: Type.Union([
      command('to', { ms: Type.Integer({ minimum: 0, maximum: DAY_MS }) }),
      command('by', { ms: Type.Integer({ minimum: -DAY_MS, maximum: DAY_MS }) }),
    ]),
  }),
  volume: command('volume', { volume: volumeSchema }),
  loop: command('loop', { loop: loopModeSchema }),
  autoplay: command('autoplay', { mode: autoplayModeSchema }),
  previous: command('previous', {}),
  replay: command('replay', {}),
  jump: command('jump', { to: spotSchema }),
  remove: command('remove', { position: spotSchema }),
  'remove-range': command('remove-range', { from: positionSchema, to: positionSchema }),
  'remove-by': command('remove-by', { userId: userIdSchema }),
  'remove-duplicates': command('remove-duplicates', {}),
  'remove-absent': command('remove-absent', {}),
  move: command('move', { from: spotSchema, to: positionSchema }),
  swap: command('swap', { first: spotSchema, second: spotSchema }),
  undo: command('undo', {}),
  shuffle: command('shuffle', { seed: Type.Integer() }),
}

export const remoteCommandSchema = Type.Union(Object.values(commandSchemas))
