import { type TNumber, type TObject, type TProperties, Type } from '@sinclair/typebox'
import { oneOf } from './schema.ts'

/** Percent; 100 changes nothing. */
export const VOLUME = { minimum: 0, maximum: 200 } as const
export const volumeSchema = Type.Integer({ ...VOLUME, description: 'Percent; 100 is normal.' })

/** A number of a filter: its range, and what it is unless somebody says otherwise. */
const amount = (minimum: number, maximum: number, usual: number, description: string): TNumber =>
  Type.Number({ minimum, maximum, default: usual, description })

/** A number of a filter that multiplies; 1 changes nothing. */
const factor = (minimum: number, maximum: number, description: string): TNumber =>
  amount(minimum, maximum, 1, description)

const share = (usual: number, description: string): TNumber => amount(0, 1, usual, description)

/** Bands of the equaliser, and how far each goes: −0.25 is silence, 0 leaves it, 1 is the most. */
export const BANDS = 15
export const GAIN = { minimum: -0.25, maximum: 1 } as const

/** How far speed, pitch and rate go. */
export const SPEED = { minimum: 0.25, maximum: 4 } as const

const speed = (description: string) => factor(SPEED.minimum, SPEED.maximum, description)

const bandSchema = Type.Object(
  {
    band: Type.Integer({
      minimum: 0,
      maximum: BANDS - 1,
      description: '0 is 25 Hz, 14 is 16 kHz.',
    }),
    gain: Type.Number({ ...GAIN, description: '0 leaves the band as it is.' }),
  },
  { additionalProperties: false },
)

export const equalizerSchema = Type.Array(bandSchema, {
  maxItems: BANDS,
  description: 'Bands that are louder or quieter; the others stay as they are.',
})

const LOWEST_HZ = 1
const HIGHEST_HZ = 20_000

/**
 * The filters whose value has named numbers. Names and defaults of the first eight are those of
 * Lavalink v4, and its ranges where it has some; the others bound what the engine computes.
 */
export const tunedSchemas = {
  karaoke: tuned('Takes the middle of the stereo image away, where singers usually are.', {
    level: share(1, 'How much is taken away.'),
    monoLevel: share(1, 'How much of the kept band comes back.'),
    filterBand: amount(LOWEST_HZ, HIGHEST_HZ, 220, 'The middle of the band that’s kept, in Hz.'),
    filterWidth: amount(LOWEST_HZ, HIGHEST_HZ, 100, 'The width of that band, in Hz.'),
  }),
  timescale: tuned('Changes how fast and how high it sounds.', {
    speed: speed('How fast; the pitch stays.'),
    pitch: speed('How high; the speed stays.'),
    rate: speed('Both at once, as a record that turns faster.'),
  }),
  tremolo: tuned('Lets the loudness waver.', {
    frequency: amount(0.01, 100, 2, 'How often in a second.'),
    depth: share(0.5, 'How far.'),
  }),
  vibrato: tuned('Lets the pitch waver.', {
    frequency: amount(0.01, 14, 2, 'How often in a second.'),
    depth: share(0.5, 'How far.'),
  }),
  rotation: tuned('Moves the sound around the listener.', {
    rotationHz: amount(-10, 10, 0, 'How often around in a second.'),
  }),
  distortion: tuned('Bends the wave by sine, cosine and tangent.', {
    sinOffset: amount(-100, 100, 0, 'Added to the sine.'),
    sinScale: amount(-100, 100, 1, 'What the sine is of.'),
    cosOffset: amount(-100, 100, 0, 'Added to the cosine.'),
    cosScale: amount(-100, 100, 1, 'What the cosine is of.'),
    tanOffset: amount(-100, 100, 0, 'Added to the tangent.'),
    tanScale: amount(-100, 100, 1, 'What the tangent is of.'),
    offset: amount(-100, 100, 0, 'Added to the product.'),
    scale: amount(-100, 100, 1, 'What the product is multiplied by.'),
  }),
  channelMix: tuned('Mixes left and right.', {
    leftToLeft: share(1, 'How much of the left stays left.'),
    leftToRight: share(0, 'How much of the left goes right.'),
    rightToLeft: share(0, 'How much of the right goes left.'),
    rightToRight: share(1, 'How much of the right stays right.'),
  }),
  lowPass: tuned('Takes high sounds away.', {
    smoothing: amount(1, 1_000, 20, 'The more, the duller; 1 changes nothing.'),
  }),
  echo: tuned('Repeats what was heard, each time quieter.', {
    delayMs: amount(10, 2_000, 300, 'Milliseconds until it’s repeated.'),
    decay: amount(0, 0.9, 0.4, 'How loud each repetition is beside the one before.'),
  }),
  reverb: tuned('Adds a room.', {
    roomSize: share(0.5, 'How large.'),
    damping: share(0.5, 'How fast high sounds die away.'),
    wet: share(0.3, 'How much of the room is heard.'),
  }),
  compressor: tuned('Makes loud parts quieter.', {
    thresholdDb: amount(-60, 0, -20, 'How loud a part has to be, in dB below full scale.'),
    ratio: amount(1, 20, 4, 'Of so many dB above that, one is left.'),
    attackMs: amount(0.1, 200, 5, 'How fast it sets in, in ms.'),
    releaseMs: amount(10, 2_000, 100, 'How fast it lets go, in ms.'),
    makeupDb: amount(0, 24, 0, 'How much louder all of it becomes, in dB.'),
  }),
} as const

function tuned<Numbers extends TProperties>(description: string, numbers: Numbers) {
  return Type.Object(numbers, { description, additionalProperties: false })
}

const untunedSchemas = {
  volume: Type.Number({
    ...{ minimum: 0, maximum: 5 },
    description: 'A loudness of its own, beside the player’s volume; 1 changes nothing.',
  }),
  equalizer: equalizerSchema,
} as const

const FILTERS = [...Object.keys(untunedSchemas), ...Object.keys(tunedSchemas)] as (
  | keyof typeof untunedSchemas
  | keyof typeof tunedSchemas
)[]
export const filterNameSchema = oneOf(FILTERS)

/** What filters do to a player's sound; one that isn't named does nothing. JSON. */
export const filtersSchema = Type.Partial(Type.Object({ ...untunedSchemas, ...tunedSchemas }), {
  additionalProperties: false,
})

/** The same as somebody writes it: a number that's left out is the usual one. */
export const givenFiltersSchema = Type.Partial(
  Type.Object({
    ...untunedSchemas,
    karaoke: given(tunedSchemas.karaoke),
    timescale: given(tunedSchemas.timescale),
    tremolo: given(tunedSchemas.tremolo),
    vibrato: given(tunedSchemas.vibrato),
    rotation: given(tunedSchemas.rotation),
    distortion: given(tunedSchemas.distortion),
    channelMix: given(tunedSchemas.channelMix),
    lowPass: given(tunedSchemas.lowPass),
    echo: given(tunedSchemas.echo),
    reverb: given(tunedSchemas.reverb),
    compressor: given(tunedSchemas.compressor),
  }),
  { additionalProperties: false },
)

function given<Schema extends TObject>(schema: Schema) {
  return Type.Partial(schema, { additionalProperties: false })
}

/** All that's done to a player's sound between the decoder and the encoder. */
export const soundSchema = Type.Object({ volume: volumeSchema, filters: filtersSchema })
