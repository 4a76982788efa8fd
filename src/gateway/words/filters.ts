import { unreachable } from '../../base/unreachable.ts'
import type { FilterOn } from '../../domain/filters.ts'
import type { PresetName, Strength } from '../../domain/presets.ts'
import type { FilterName } from '../../domain/sound.ts'
import type {
  CommandText,
  OptionText,
  WithChoices,
  WithOptions,
  WithSubcommands,
} from './command-text.ts'

/** On what filters do to the sound, and the panel in which that's changed. */
export interface FilterWords {
  readonly title: string
  /** What's on. */
  say(on: readonly FilterOn[]): string
  readonly presets: Readonly<Record<PresetName, string>>
  /** In the menu of presets; at most 150 characters, as the next one. */
  readonly choose: string
  /** In the menu of the equaliser's bands. */
  readonly chooseBand: string
  /** How much of a preset is done, on a button. */
  strength(percent: number): string
  /** On buttons, as all that follow. */
  readonly slower: string
  readonly faster: string
  readonly lower: string
  readonly higher: string
  readonly equalizer: string
  readonly off: string
  readonly back: string
  /** Leaves every band as it is. */
  readonly flat: string
  /** `25 Hz`, `1.6 kHz`. */
  frequency(hz: number): string
  /** `+3.5 dB`; −Infinity: silence. */
  decibels(db: number): string
}

/** The words of filters that are on. */
export interface FilterNames {
  readonly presets: Readonly<Record<PresetName, string>>
  /** Of filters that somebody has set otherwise than a preset does. */
  readonly own: Readonly<Record<Exclude<FilterName, 'timescale'>, string>>
  /** A preset that's done by a part, which is like 50%. */
  part(preset: string, strength: string): string
  speed(times: string): string
  pitch(times: string): string
}

/** Commands on filters. */
export interface FilterCommandWords {
  readonly filters: WithSubcommands<{
    readonly show: CommandText
    readonly preset: WithOptions<{
      readonly name: OptionText
      readonly strength: WithChoices<`${Strength}`>
    }>
    readonly off: CommandText
  }>
  readonly speed: WithOptions<Record<'times', OptionText>>
  readonly pitch: WithOptions<Record<'times', OptionText>>
}

/** How one language says which filters are on, a text each. */
export const filtersIn =
  (names: FilterNames, language: string) =>
  (on: readonly FilterOn[]): readonly string[] => {
    const numbers = new Intl.NumberFormat(language)
    const percents = new Intl.NumberFormat(language, { style: 'percent' })
    return on.map((one) => {
      switch (one.kind) {
        case 'preset': {
          const name = names.presets[one.preset]
          const part = percents.format(one.strength / 100)
          return one.strength === 100 ? name : names.part(name, part)
        }
        case 'speed':
          return names.speed(`${numbers.format(one.times)}×`)
        case 'pitch':
          return names.pitch(`${numbers.format(one.times)}×`)
        case 'own':
          return names.own[one.filter]
        default:
          return unreachable(one)
      }
    })
  }

/** How one language writes what the equaliser does. */
export function soundFormsOf(language: string): Pick<FilterWords, 'frequency' | 'decibels'> {
  const numbers = new Intl.NumberFormat(language)
  const signed = new Intl.NumberFormat(language, {
    ...{ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' },
  })
  return {
    frequency: (hz) =>
      hz < 1_000 ? `${numbers.format(hz)} Hz` : `${numbers.format(hz / 1_000)} kHz`,
    decibels: (db) => (db === Number.NEGATIVE_INFINITY ? '−∞ dB' : `${signed.format(db)} dB`),
  }
}
