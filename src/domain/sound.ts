import { Check } from './schema/check.ts'
import type { Value } from './schema/schema.ts'
import { filtersSchema, type soundSchema } from './schema/sound.ts'

/** All that's done to a player's sound between the decoder and the encoder. Plain data. */
export type Sound = Value<typeof soundSchema>

/** What filters do to it, by Lavalink's names; one that isn't named does nothing. */
export type Filters = Sound['filters']

export type FilterName = keyof Filters

export const noFilters: Filters = {}

/** At a volume in percent, and nothing else done to it. */
export const unfiltered = (volume: number): Sound => ({ volume, filters: noFilters })

export const FILTER_NAMES = Object.keys(filtersSchema.properties) as readonly FilterName[]

const CHECKS = new Map(
  FILTER_NAMES.map((name) => [name, new Check(filtersSchema.properties[name])]),
)

/**
 * Filters from the database, written by any version: one that isn't sound is left out, so that no
 * filter keeps a server from playing.
 */
export function filtersFrom(value: unknown): Filters {
  if (typeof value !== 'object' || value === null) return noFilters
  const given = value as Readonly<Record<string, unknown>>
  const sound = FILTER_NAMES.filter((name) => CHECKS.get(name)?.accepts(given[name]))
  return Object.fromEntries(sound.map((name) => [name, given[name]]))
}
