import { expect, test } from 'bun:test'
import { Check } from '../../src/domain/schema/check.ts'
import { filtersSchema } from '../../src/domain/schema/sound.ts'
import { FILTER_NAMES, filtersFrom } from '../../src/domain/sound.ts'

const filters = new Check(filtersSchema)

test('the ten filters of Lavalink have its names, and three more come with them', () => {
  expect(FILTER_NAMES).toEqual([
    ...(['volume', 'equalizer', 'karaoke', 'timescale', 'tremolo', 'vibrato'] as const),
    ...(['rotation', 'distortion', 'channelMix', 'lowPass', 'echo', 'reverb'] as const),
    'compressor',
  ])
})

test('filters have bounds, and a misspelt one is refused', () => {
  for (const good of [
    {},
    { volume: 5 },
    { equalizer: [] },
    { equalizer: Array.from({ length: 15 }, (_, band) => ({ band, gain: 1 })) },
    { timescale: { speed: 4, pitch: 0.25, rate: 1 } },
    { rotation: { rotationHz: -0.2 } },
  ]) {
    expect([good, filters.accepts(good)]).toEqual([good, true])
  }
  for (const bad of [
    { volume: 5.1 },
    { volume: Number.NaN },
    { volume: Number.POSITIVE_INFINITY },
    { equalizer: Array.from({ length: 16 }, () => ({ band: 0, gain: 1 })) },
    { equalizer: [{ band: 15, gain: 0 }] },
    { equalizer: [{ band: 0.5, gain: 0 }] },
    { equalizer: [{ band: 0, gain: -0.3 }] },
    { timescale: { speed: 0, pitch: 1, rate: 1 } },
    { timescale: { speed: 1 } },
    { vibrato: { frequency: 15, depth: 1 } },
    { nightcore: true },
  ]) {
    expect([bad, filters.accepts(bad)]).toEqual([bad, false])
  }
})

test('what is stored and isn’t sound is left out', () => {
  const rotation = { rotationHz: 0.2 }
  expect(filtersFrom({ rotation, tremolo: 7, later: {}, volume: null })).toEqual({ rotation })
  for (const odd of [null, undefined, 7, 'x', []]) expect(filtersFrom(odd)).toEqual({})
})
