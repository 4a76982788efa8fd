import { openOpus } from '../discord/sound/opus.ts'
import { correlate } from './correlation.ts'

const CHANNELS = 2

/** libopus' delay at 48 kHz, which a listener hears of all that is transcoded. */
export const CODEC_DELAY_SAMPLES = 312

/** What a listener hears: each frame decoded in turn by one decoder; 48 kHz stereo, interleaved. */
export function hear(frames: readonly Uint8Array[]): Int16Array {
  const decoder = openOpus()
  const parts = frames.map((frame) => {
    const pcm = decoder.decode(Buffer.from(frame))
    return new Int16Array(pcm.buffer, pcm.byteOffset, pcm.byteLength >> 1)
  })
  const heard = new Int16Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    heard.set(part, at)
    at += part.length
  }
  return heard
}

/** The left channel of interleaved stereo, in samples of ±1. */
export function left(pcm: Int16Array): Float32Array {
  return Float32Array.from({ length: pcm.length / CHANNELS }, (_, i) => (pcm[i * 2] ?? 0) / 32_768)
}

/**
 * By how many samples `heard` lags behind `reference` (the highest normalised cross-correlation within
 * ±`reach`), measured on `length` samples from `from` on.
 */
export function lag(
  reference: Float32Array,
  heard: Float32Array,
  from: number,
  length = 9_600,
  reach = 1_500,
): number {
  const around = new Float32Array(length + 2 * reach)
  for (let i = 0; i < around.length; i++) around[i] = heard[from - reach + i] ?? 0
  const pattern = new Float32Array(length)
  pattern.set(reference.subarray(from, from + length))
  const products = correlate(pattern, around)
  let energy = 1e-9
  for (let i = 0; i < length; i++) energy += (around[i] ?? 0) ** 2
  let best = Number.NEGATIVE_INFINITY
  let found = 0
  for (const [index, product] of products.entries()) {
    const likeness = product / Math.sqrt(Math.max(energy, 1e-9))
    if (likeness > best) {
      best = likeness
      found = index - reach
    }
    energy += (around[index + length] ?? 0) ** 2 - (around[index] ?? 0) ** 2
  }
  return found
}

/** Root mean square of a part, in dB of full scale. */
export function levelDb(samples: Float32Array, from = 0, to = samples.length): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += (samples[i] ?? 0) ** 2
  return 10 * Math.log10(sum / Math.max(1, to - from) + 1e-20)
}

/**
 * How far the loudest 1 ms window of `difference` within `from`..`to` stands above the 99.9th percentile
 * of the 1 ms windows in a neighbourhood of half a second on both sides, in dB. A click stands out.
 */
export function prominenceDb(difference: Float32Array, from: number, to: number): number {
  const window = 48
  const around = 24_000
  const energies: number[] = []
  let loudest = 0
  for (
    let at = Math.max(0, from - around);
    at + window <= Math.min(difference.length, to + around);
    at += window / 4
  ) {
    let energy = 0
    for (let i = at; i < at + window; i++) energy += (difference[i] ?? 0) ** 2
    if (at >= from && at < to) loudest = Math.max(loudest, energy)
    else energies.push(energy)
  }
  energies.sort((a, b) => a - b)
  const usual = energies[Math.floor(energies.length * 0.999)] ?? 0
  return 10 * Math.log10((loudest + 1e-12) / (usual + 1e-12))
}

/**
 * How far the error of `heard`, which lags behind `reference` by `lag` samples, lies below the signal, in dB, for left
 * and right. Both are interleaved stereo; a tenth of a second at both ends is left out.
 */
export function signalToErrorDb(
  reference: Int16Array,
  heard: Int16Array,
  lag: number,
): [left: number, right: number] {
  const edge = 4_800 * CHANNELS
  const shift = lag * CHANNELS
  const end = Math.min(reference.length, heard.length - shift) - edge
  const ratio = (side: number) => {
    let signal = 1e-9
    let error = 1e-9
    for (let i = edge + side; i < end; i += CHANNELS) {
      const meant = reference[i] ?? 0
      signal += meant ** 2
      error += (meant - (heard[i + shift] ?? 0)) ** 2
    }
    return 10 * Math.log10(signal / error)
  }
  return [ratio(0), ratio(1)]
}
