import { unreachable } from '../base/unreachable.ts'
import { PRESET_NAMES, PRESETS, type PresetName, STRENGTHS, type Strength } from './presets.ts'
import type { filterChangeSchema } from './schema/command.ts'
import type { Value } from './schema/schema.ts'
import { GAIN, type givenFiltersSchema, SPEED, tunedSchemas } from './schema/sound.ts'
import { FILTER_NAMES, type FilterName, type Filters } from './sound.ts'

/** What somebody changes of a player's filters. */
export type FilterChange = Value<typeof filterChangeSchema>

/** Filters as somebody writes them: a number that's left out is the usual one. */
export type GivenFilters = Value<typeof givenFiltersSchema>

/** A preset that's on. */
export interface PresetOn {
  readonly preset: PresetName
  readonly strength: Strength
}

/** One thing that's on. */
export type FilterOn =
  | ({ readonly kind: 'preset' } & PresetOn)
  | { readonly kind: 'speed' | 'pitch'; readonly times: number }
  | { readonly kind: 'own'; readonly filter: Exclude<FilterName, 'timescale'> }

type Amounts = Readonly<Record<string, number>>

/**
 * The numbers of each filter with which it does nothing, however its others are. Of these, strength
 * does a part.
 */
const IDLE: { readonly [Name in Tuned]: Amounts } = {
  karaoke: { level: 0 },
  timescale: { speed: 1, pitch: 1, rate: 1 },
  tremolo: { depth: 0 },
  vibrato: { depth: 0 },
  rotation: { rotationHz: 0 },
  distortion: defaultsOf('distortion'),
  channelMix: { leftToLeft: 1, leftToRight: 0, rightToLeft: 0, rightToRight: 1 },
  lowPass: { smoothing: 1 },
  echo: { decay: 0 },
  reverb: { wet: 0 },
  compressor: { ratio: 1, makeupDb: 0 },
}

/** A wave that's bent by half isn't half as bent. */
const WHOLE: ReadonlySet<FilterName> = new Set(['distortion'])

/** With the usual numbers where there are none, and without what does nothing. */
export function filtersOf(given: GivenFilters): Filters {
  const whole = Object.entries(given).map(([name, value]) =>
    isTuned(name) ? [name, { ...defaultsOf(name), ...(value as Partial<Amounts>) }] : [name, value],
  )
  return tidy(Object.fromEntries(whole))
}

export const areSame = (one: Filters, other: Filters): boolean => isSame(one, other)

/** The filters after that change. */
export function changed(filters: Filters, change: FilterChange): Filters {
  switch (change.kind) {
    case 'preset':
      return tidy({ ...filters, ...presetAt(change.preset, change.strength) })
    case 'no-preset':
      return without(filters, namesIn(PRESETS[change.preset]))
    case 'strength':
      return tidy(
        Object.assign(
          { ...filters },
          ...presetsOn(filters).map(({ preset }) => presetAt(preset, change.strength)),
        ),
      )
    case 'speed':
      return scaled(filters, { speed: change.to })
    case 'pitch':
      return scaled(filters, { pitch: change.to })
    case 'speed-by':
      return scaled(filters, { speed: within(SPEED, speedOf(filters) + change.by) })
    case 'pitch-by':
      return scaled(filters, { pitch: within(SPEED, pitchOf(filters) + change.by) })
    case 'band':
      return banded(filters, change.band, change.by)
    case 'without':
      return without(filters, [change.filter])
    default:
      return unreachable(change)
  }
}

/** How fast it sounds; 1 is as the track is. */
export const speedOf = ({ timescale }: Filters): number =>
  timescale === undefined ? 1 : rounded(timescale.speed * timescale.rate)

/** How high it sounds; 1 is as the track is. */
export const pitchOf = ({ timescale }: Filters): number =>
  timescale === undefined ? 1 : rounded(timescale.pitch * timescale.rate)

/** The gain of a band of the equaliser. */
export const gainOf = ({ equalizer = [] }: Filters, band: number): number =>
  equalizer.findLast((one) => one.band === band)?.gain ?? 0

/** The presets that are on, those that do most first; no two of them about the same filter. */
export function presetsOn(filters: Filters): readonly PresetOn[] {
  const found: PresetOn[] = []
  const told = new Set<FilterName>()
  for (const strength of STRENGTHS.toReversed()) {
    for (const preset of BY_SIZE) {
      const names = namesIn(PRESETS[preset])
      const part = presetAt(preset, strength)
      if (names.some((name) => told.has(name) || !isSame(filters[name], part[name]))) continue
      for (const name of names) told.add(name)
      found.push({ preset, strength })
    }
  }
  return found
}

/** What's on, as people tell it: presets, and what somebody has set besides. */
export function whatIsOn(filters: Filters): readonly FilterOn[] {
  const presets = presetsOn(filters)
  const told = new Set(presets.flatMap(({ preset }) => namesIn(PRESETS[preset])))
  const own = namesIn(filters).flatMap((filter): FilterOn[] => {
    if (told.has(filter)) return []
    if (filter !== 'timescale') return [{ kind: 'own', filter }]
    const [speed, pitch] = [speedOf(filters), pitchOf(filters)]
    return [
      ...(speed === 1 ? [] : [{ kind: 'speed', times: speed } as const]),
      ...(pitch === 1 ? [] : [{ kind: 'pitch', times: pitch } as const]),
    ]
  })
  return [...presets.map((on) => ({ kind: 'preset', ...on }) as const), ...own]
}

export const namesIn = (filters: Filters): readonly FilterName[] =>
  FILTER_NAMES.filter((name) => filters[name] !== undefined)

/** So much of a preset's filters. */
export function presetAt(preset: PresetName, strength: Strength): Filters {
  const whole: Filters = PRESETS[preset]
  const share = strength / 100
  const parts = namesIn(whole).map((name) => {
    if (name === 'volume' || WHOLE.has(name)) return [name, whole[name]]
    if (name === 'equalizer') {
      const { equalizer = [] } = whole
      return [name, equalizer.map(({ band, gain }) => ({ band, gain: rounded(gain * share) }))]
    }
    const idle = Object.entries(IDLE[name])
    const amounts = whole[name] as Amounts
    const part = idle.map(([field, from]) => [
      field,
      rounded(from + ((amounts[field] ?? from) - from) * share),
    ])
    return [name, { ...amounts, ...Object.fromEntries(part) }]
  })
  return tidy(Object.fromEntries(parts))
}

/** Without what does nothing, and each band of the equaliser once, in order. */
function tidy(filters: Filters): Filters {
  const gains = new Map((filters.equalizer ?? []).map(({ band, gain }) => [band, gain]))
  const equalizer = [...gains]
    .map(([band, gain]) => ({ band, gain }))
    .filter(({ gain }) => gain !== 0)
    .sort((a, b) => a.band - b.band)
  const all: Filters = { ...filters, equalizer }
  return without(
    all,
    FILTER_NAMES.filter((name) => isIdle(all, name)),
  )
}

function isIdle(filters: Filters, name: FilterName): boolean {
  if (name === 'volume') return filters.volume === 1
  if (name === 'equalizer') return filters.equalizer?.length === 0
  const amounts = filters[name] as Amounts | undefined
  if (amounts === undefined) return false
  return Object.entries(IDLE[name]).every(([field, idle]) => amounts[field] === idle)
}

function scaled(
  filters: Filters,
  { speed = speedOf(filters), pitch = pitchOf(filters) }: { speed?: number; pitch?: number },
): Filters {
  return tidy({
    ...filters,
    timescale: { speed: within(SPEED, speed), pitch: within(SPEED, pitch), rate: 1 },
  })
}

function banded(filters: Filters, band: number, by: number): Filters {
  const gain = within(GAIN, gainOf(filters, band) + by)
  return tidy({ ...filters, equalizer: [...(filters.equalizer ?? []), { band, gain }] })
}

const without = (filters: Filters, names: readonly FilterName[]): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([name]) => !names.some((one) => one === name)))

/** A misfit isn't found by a preset of fewer filters first. */
const BY_SIZE = PRESET_NAMES.toSorted(
  (a, b) => namesIn(PRESETS[b]).length - namesIn(PRESETS[a]).length,
)

type Tuned = keyof typeof tunedSchemas

const isTuned = (name: string): name is Tuned => name in tunedSchemas

function defaultsOf(name: Tuned): Amounts {
  const { properties } = tunedSchemas[name]
  return Object.fromEntries(
    Object.entries(properties).map(([field, schema]) => [field, Number(schema.default)]),
  )
}

/** Of plain data, whatever the order of its fields. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other
  const fields = Object.entries(one ?? {})
  const others = new Map<string, unknown>(Object.entries(other ?? {}))
  return (
    fields.length === others.size &&
    fields.every(([name, value]) => others.has(name) && isSame(value, others.get(name)))
  )
}

/** Steps add up to what people see, not to 0.30000000000000004. */
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000

const within = ({ minimum, maximum }: { minimum: number; maximum: number }, value: number) =>
  rounded(Math.min(maximum, Math.max(minimum, value)))
