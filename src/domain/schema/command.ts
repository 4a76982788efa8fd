import { type TProperties, Type } from '@sinclair/typebox'
import { PRESET_NAMES, STRENGTHS } from '../presets.ts'
import { QUEUE_LIMIT } from '../queue.ts'
import { oneOf, trackIdSchema, userIdSchema } from './schema.ts'
import { BANDS, filterNameSchema, filtersSchema, SPEED, volumeSchema } from './sound.ts'

export const LOOP_MODES = ['off', 'track', 'queue'] as const
export const loopModeSchema = oneOf(LOOP_MODES)

export const AUTOPLAY_MODES = ['off', 'similar', 'artist', 'genre', 'mixed'] as const
export const autoplayModeSchema = oneOf(AUTOPLAY_MODES)

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

const timesSchema = Type.Number({ ...SPEED })
const stepSchema = Type.Number({ minimum: -1, maximum: 1 })

export const presetSchema = oneOf(PRESET_NAMES, { description: 'A preset’s name.' })
export const strengthSchema = Type.Union(
  STRENGTHS.map((strength) => Type.Literal(strength)),
  { description: 'How much of a preset is done, in percent.' },
)

/** What somebody changes of a player's filters; what it isn't about stays as it is. */
export const filterChangeSchema = Type.Union([
  command('preset', { preset: presetSchema, strength: strengthSchema }),
  command('no-preset', { preset: presetSchema }),
  /** Of all presets that are on. */
  command('strength', { strength: strengthSchema }),
  command('speed', { to: timesSchema }),
  command('pitch', { to: timesSchema }),
  command('speed-by', { by: stepSchema }),
  command('pitch-by', { by: stepSchema }),
  /** A band of the equaliser. */
  command('band', { band: Type.Integer({ minimum: 0, maximum: BANDS - 1 }), by: stepSchema }),
  command('without', { filter: filterNameSchema }),
])

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
  /** Takes the place of all filters. */
  filters: command('filters', { filters: filtersSchema }),
  filter: command('filter', { change: filterChangeSchema }),
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
