import type { Filters } from './sound.ts'

/** Gains of the equaliser's bands, the lowest first. */
const bands = (...gains: readonly number[]): Filters => ({
  equalizer: gains.map((gain, band) => ({ band, gain })).filter(({ gain }) => gain !== 0),
})

const scale = (speed: number, pitch: number): Filters => ({ timescale: { speed, pitch, rate: 1 } })

const room = (roomSize: number, wet: number): Filters => ({
  reverb: { roomSize, damping: 0.4, wet },
})

const HALF = 0.5
const MONO: Filters = {
  channelMix: { leftToLeft: HALF, leftToRight: HALF, rightToLeft: HALF, rightToRight: HALF },
}

/** What a member turns on by a name, as filters. */
export const PRESETS = {
  nightcore: scale(1.25, 1.25),
  daycore: scale(0.83, 0.83),
  vaporwave: {
    ...scale(0.8, 0.8),
    ...bands(0.3, 0.3, 0.15),
    tremolo: { frequency: 14, depth: 0.15 },
  },
  'slowed-reverb': { ...scale(0.88, 0.88), ...room(0.8, 0.35) },
  'double-time': scale(1.2, 1),
  'slow-motion': scale(0.75, 1),
  chipmunk: scale(1, 1.5),
  'deep-voice': scale(1, 0.7),
  'bass-low': bands(0.1, 0.1, 0.08, 0.04),
  'bass-medium': bands(0.2, 0.2, 0.15, 0.1, 0.05),
  'bass-high': bands(0.35, 0.35, 0.25, 0.15, 0.05),
  'bass-extreme': bands(0.6, 0.55, 0.45, 0.25, 0.1),
  treble: bands(0, 0, 0, 0, 0, 0, 0, 0, 0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.25),
  pop: bands(-0.02, -0.01, 0, 0.03, 0.07, 0.1, 0.12, 0.12, 0.1, 0.06, 0.02, 0, 0, 0.02, 0.04),
  rock: bands(
    0.15,
    0.14,
    0.1,
    0.05,
    -0.03,
    -0.06,
    -0.08,
    -0.03,
    0,
    0.05,
    0.09,
    0.12,
    0.14,
    0.15,
    0.15,
  ),
  electronic: bands(
    0.2,
    0.18,
    0.12,
    0.02,
    0,
    -0.06,
    -0.04,
    0,
    0.02,
    0.03,
    0.06,
    0.1,
    0.14,
    0.16,
    0.16,
  ),
  classical: bands(0.1, 0.1, 0.08, 0.06, 0, 0, -0.03, -0.03, 0, 0.03, 0.05, 0.07, 0.08, 0.1, 0.1),
  vocals: bands(
    -0.1,
    -0.1,
    -0.08,
    -0.05,
    0,
    0.04,
    0.08,
    0.12,
    0.16,
    0.16,
    0.12,
    0.06,
    0,
    -0.03,
    -0.05,
  ),
  cathedral: room(0.95, 0.5),
  telephone: {
    ...bands(
      -0.25,
      -0.25,
      -0.25,
      -0.25,
      -0.2,
      -0.1,
      0,
      0.1,
      0.15,
      0.1,
      0,
      -0.15,
      -0.25,
      -0.25,
      -0.25,
    ),
    ...MONO,
  },
  '8d': { rotation: { rotationHz: 0.15 } },
  karaoke: { karaoke: { level: 1, monoLevel: 1, filterBand: 220, filterWidth: 100 } },
  tremolo: { tremolo: { frequency: 4, depth: 0.7 } },
  vibrato: { vibrato: { frequency: 5, depth: 0.6 } },
  echo: { echo: { delayMs: 320, decay: 0.4 } },
  hall: room(0.6, 0.3),
  soft: { lowPass: { smoothing: 12 } },
  mono: MONO,
  distorted: {
    distortion: {
      // The cosine and the tangent of nothing leave the sine alone, which folds what is loud.
      ...{ sinOffset: 0, sinScale: 3, cosOffset: 0, cosScale: 0, tanOffset: 1, tanScale: 0 },
      ...{ offset: 0, scale: 0.7 },
    },
  },
  night: {
    compressor: { thresholdDb: -30, ratio: 4, attackMs: 5, releaseMs: 250, makeupDb: 8 },
  },
} as const satisfies Readonly<Record<string, Filters>>

export type PresetName = keyof typeof PRESETS

export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[]

/** How much of a preset is done, in percent. */
export const STRENGTHS = [25, 50, 75, 100] as const
export type Strength = (typeof STRENGTHS)[number]
