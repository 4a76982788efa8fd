import { CODEC_DELAY_SAMPLES, lag, levelDb } from '../../../support/sound.ts'

/** One value each for left and right. */
export type Sides = readonly [left: number, right: number]

/** How far what a listener hears is from what FFmpeg decodes. */
export interface Comparison {
  /** Samples that are missing at the end; a surplus is negative. */
  readonly missing: number
  /** Samples by which it comes later than libopus' delay accounts for. */
  readonly late: number
  /** How much louder it is, in dB. */
  readonly louderDb: Sides
  /** Signal to error over the whole, in dB. */
  readonly signalToErrorDb: Sides
  /** Of the worst tenth of a second (a gap, a repetition, a click), in dB. */
  readonly worstDb: Sides
  /** Where that one begins, in seconds. */
  readonly worstAtS: Sides
}

const WINDOW = 4_800
const SECOND = 48_000

/** Compares 48 kHz stereo, interleaved, of at least a third of a second; a delay is looked for within ±`reach` samples. */
export function compare(reference: Int16Array, heard: Int16Array, reach = 2_400): Comparison {
  const meant = [plane(reference, 0), plane(reference, 1)] as const
  const came = [plane(heard, 0), plane(heard, 1)] as const
  const from = Math.min(WINDOW, Math.max(0, meant[0].length - 3 * WINDOW))
  const shift = lag(mix(meant), mix(came), from, 2 * WINDOW, reach)
  const left = judge(meant[0], came[0].subarray(shift))
  const right = judge(meant[1], came[1].subarray(shift))
  return {
    missing: meant[0].length - (came[0].length - shift),
    late: shift - CODEC_DELAY_SAMPLES,
    louderDb: [left.louderDb, right.louderDb],
    signalToErrorDb: [left.ratioDb, right.ratioDb],
    worstDb: [left.worstDb, right.worstDb],
    worstAtS: [left.worstAtS, right.worstAtS],
  }
}

function judge(meant: Float32Array, heard: Float32Array) {
  const length = Math.min(meant.length, heard.length)
  let worst = { ratioDb: Number.POSITIVE_INFINITY, at: 0 }
  for (let at = 0; at + WINDOW <= length; at += WINDOW / 2) {
    const ratioDb = ratio(meant, heard, at, at + WINDOW)
    if (ratioDb < worst.ratioDb) worst = { ratioDb, at }
  }
  return {
    louderDb: levelDb(heard, 0, length) - levelDb(meant, 0, length),
    ratioDb: ratio(meant, heard, 0, length),
    worstDb: worst.ratioDb,
    worstAtS: worst.at / SECOND,
  }
}

/** Signal to error in dB. Silence in both is no error. */
function ratio(meant: Float32Array, heard: Float32Array, from: number, to: number): number {
  let signal = 1e-6
  let error = 1e-9
  for (let i = from; i < to; i++) {
    signal += (meant[i] ?? 0) ** 2
    error += ((meant[i] ?? 0) - (heard[i] ?? 0)) ** 2
  }
  return 10 * Math.log10(signal / error)
}

function plane(interleaved: Int16Array, side: 0 | 1): Float32Array {
  return Float32Array.from(
    { length: interleaved.length >> 1 },
    (_, i) => (interleaved[2 * i + side] ?? 0) / 32_768,
  )
}

/** Both sides unequally, so that what is in one cannot cancel out what is in the other. */
function mix([left, right]: readonly [Float32Array, Float32Array]): Float32Array {
  return left.map((sample, i) => sample + 0.7 * (right[i] ?? 0))
}
