import { describe, expect, test } from 'bun:test'
import {
  areSame,
  changed,
  type FilterChange,
  filtersOf,
  gainOf,
  namesIn,
  pitchOf,
  presetAt,
  presetsOn,
  speedOf,
  whatIsOn,
} from '../../src/domain/filters.ts'
import { PRESET_NAMES, PRESETS, STRENGTHS } from '../../src/domain/presets.ts'
import { Check } from '../../src/domain/schema/check.ts'
import { filtersSchema } from '../../src/domain/schema/sound.ts'
import type { Filters } from '../../src/domain/sound.ts'

const after = (...changes: readonly FilterChange[]): Filters =>
  changes.reduce<Filters>((filters, change) => changed(filters, change), {})

describe('presets', () => {
  test('there are at least twenty, each of filters that the schema knows', () => {
    expect(PRESET_NAMES.length).toBeGreaterThanOrEqual(20)
    const filters = new Check(filtersSchema)
    for (const preset of PRESET_NAMES) {
      for (const strength of STRENGTHS) {
        const part = presetAt(preset, strength)
        expect([preset, filters.accepts(part)]).toEqual([preset, true])
        expect(namesIn(part)).toEqual(namesIn(PRESETS[preset]))
      }
    }
  })

  test('each is known again by what it does, at each strength that changes it', () => {
    for (const preset of PRESET_NAMES) {
      for (const strength of STRENGTHS) {
        const on = presetsOn(presetAt(preset, strength))
        // A bent wave isn't bent by half.
        const known = preset === 'distorted' ? 100 : strength
        expect(on).toEqual([{ preset, strength: known }])
      }
    }
  })

  test('come beside one another, and take the place of those about the same', () => {
    const on = (...presets: (typeof PRESET_NAMES)[number][]) =>
      presetsOn(
        after(
          ...presets.map((preset) => ({ kind: 'preset' as const, preset, strength: 100 as const })),
        ),
      ).map(({ preset }) => preset)
    expect(on('nightcore', '8d').toSorted()).toEqual(['8d', 'nightcore'])
    expect(on('bass-low', 'bass-extreme')).toEqual(['bass-extreme'])
    expect(on('hall', 'nightcore', 'slowed-reverb')).toEqual(['slowed-reverb'])
  })

  test('go off again with all that they do, and with nothing else', () => {
    const filters = after(
      { kind: 'preset', preset: 'vaporwave', strength: 100 },
      { kind: 'preset', preset: '8d', strength: 100 },
    )
    expect(changed(filters, { kind: 'no-preset', preset: 'vaporwave' })).toEqual(
      presetAt('8d', 100),
    )
  })

  test('strength is of all that are on, and of nothing that somebody set', () => {
    const filters = after(
      { kind: 'preset', preset: '8d', strength: 100 },
      { kind: 'speed', to: 1.5 },
      { kind: 'strength', strength: 50 },
    )
    expect(filters).toEqual({
      rotation: { rotationHz: 0.075 },
      timescale: { speed: 1.5, pitch: 1, rate: 1 },
    })
    expect(whatIsOn(filters)).toEqual([
      { kind: 'preset', preset: '8d', strength: 50 },
      { kind: 'speed', times: 1.5 },
    ])
  })
})

describe('speed and pitch', () => {
  test('are apart, and what turns a record faster counts for both', () => {
    const filters = filtersOf({ timescale: { rate: 1.5 } })
    expect([speedOf(filters), pitchOf(filters)]).toEqual([1.5, 1.5])
    const slower = changed(filters, { kind: 'speed', to: 0.5 })
    expect([speedOf(slower), pitchOf(slower)]).toEqual([0.5, 1.5])
  })

  test('steps add up, end at the ends, and lead back to nothing', () => {
    const steps = (by: number, count: number) =>
      after(...Array.from({ length: count }, () => ({ kind: 'pitch-by', by }) as const))
    expect(pitchOf(steps(0.05, 3))).toBe(1.15)
    expect([pitchOf(steps(1, 9)), pitchOf(steps(-1, 9))]).toEqual([4, 0.25])
    expect(after({ kind: 'pitch-by', by: 0.05 }, { kind: 'pitch-by', by: -0.05 })).toEqual({})
  })
})

describe('the equaliser', () => {
  test('its bands go up and down within their ends, one by one', () => {
    const up = after({ kind: 'band', band: 3, by: 0.15 }, { kind: 'band', band: 3, by: 0.05 })
    expect(up).toEqual({ equalizer: [{ band: 3, gain: 0.2 }] })
    expect(gainOf(changed(up, { kind: 'band', band: 3, by: -1 }), 3)).toBe(-0.25)
    expect(changed(up, { kind: 'band', band: 3, by: -0.2 })).toEqual({})
    expect(changed(up, { kind: 'without', filter: 'equalizer' })).toEqual({})
  })
})

describe('what somebody writes', () => {
  test('has the usual numbers where there are none', () => {
    expect(filtersOf({ vibrato: {}, timescale: { pitch: 2 } })).toEqual({
      vibrato: { frequency: 2, depth: 0.5 },
      timescale: { speed: 1, pitch: 2, rate: 1 },
    })
  })

  test('that does nothing isn’t on, and a band that comes twice is as the last says', () => {
    expect(
      filtersOf({
        ...{
          volume: 1,
          timescale: {},
          rotation: {},
          tremolo: { depth: 0 },
          lowPass: { smoothing: 1 },
        },
        ...{ distortion: {}, channelMix: {}, karaoke: { level: 0 }, echo: { decay: 0 } },
        ...{ reverb: { wet: 0 }, compressor: { ratio: 1 } },
        equalizer: [
          { band: 4, gain: 0.2 },
          { band: 2, gain: 0 },
          { band: 4, gain: 0.1 },
          { band: 1, gain: 0.3 },
        ],
      }),
    ).toEqual({
      equalizer: [
        { band: 1, gain: 0.3 },
        { band: 4, gain: 0.1 },
      ],
    })
  })

  test('is the same in any order of its numbers', () => {
    const one = { tremolo: { frequency: 4, depth: 0.7 } }
    expect(areSame(one, { tremolo: { depth: 0.7, frequency: 4 } })).toBe(true)
    expect(areSame(one, { tremolo: { depth: 0.7, frequency: 5 } })).toBe(false)
    expect(areSame(one, {})).toBe(false)
    expect(areSame({}, one)).toBe(false)
    expect(presetsOn({ tremolo: { depth: 0.7, frequency: 4 } })).toEqual([
      { preset: 'tremolo', strength: 100 },
    ])
  })
})
