/**
 * Tracks that tell by their sound which one they are and where in them a listener is: the right
 * channel holds the track's own constant tone; in the left one, the pitch of a sweep tells the position.
 * All computed here.
 */
import { encodeWav } from './tune.ts'

const WAV_RATE_HZ = 44_100
/** What a listener decodes to. */
const HEARD_RATE_HZ = 48_000
const AMPLITUDE = 0.25
const SWEEP_FROM_HZ = 200
const SWEEP_HZ_A_SECOND = 50
/** A period is the tone's if it's off by less than this part of the usual one. */
const MOST_UNLIKE = 4

/** A stereo WAV of `seconds` with the given tone, in Hz, as its mark. */
export function markedWav(toneHz: number, seconds: number, sampleRateHz = WAV_RATE_HZ): Uint8Array {
  const length = Math.round(seconds * sampleRateHz)
  const left = new Float32Array(length)
  const right = new Float32Array(length)
  for (let i = 0; i < length; i++) {
    const t = i / sampleRateHz
    // The phase is the integral of the frequency.
    const sweep = SWEEP_FROM_HZ * t + (SWEEP_HZ_A_SECOND * t * t) / 2
    left[i] = AMPLITUDE * Math.sin(2 * Math.PI * sweep)
    right[i] = AMPLITUDE * Math.sin(2 * Math.PI * toneHz * t)
  }
  return encodeWav({ sampleRateHz, left, right })
}

/** What a stretch of heard sound was: 48 kHz stereo, interleaved. */
export interface Heard {
  /** The track's mark, in Hz; 0 for silence. */
  readonly toneHz: number
  /** The position in the middle of the stretch, in seconds. */
  readonly positionS: number
  /** Of the mark, as an amplitude: 0.25 is the original. */
  readonly amplitude: number
}

export function recognise(pcm: Float32Array): Heard {
  const left = new Float32Array(pcm.length >> 1)
  const right = new Float32Array(pcm.length >> 1)
  for (let i = 0; i < left.length; i++) {
    left[i] = pcm[2 * i] ?? 0
    right[i] = pcm[2 * i + 1] ?? 0
  }
  const amplitude = Math.sqrt(2) * rms(right)
  if (amplitude < 0.001) return { toneHz: 0, positionS: 0, amplitude }
  const positionS = (pitch(left) - SWEEP_FROM_HZ) / SWEEP_HZ_A_SECOND
  return { toneHz: pitch(right), positionS, amplitude }
}

/**
 * Mean frequency of a single tone, in Hz, from its periods: each lies between two rising zero crossings,
 * which are placed between their samples. One that isn't like the others isn't the tone's: a frame was
 * lost there, or the decoder settled behind it.
 */
function pitch(samples: Float32Array): number {
  const crossings: number[] = []
  for (let i = 1; i < samples.length; i++) {
    const before = samples[i - 1] ?? 0
    const after = samples[i] ?? 0
    if (before < 0 && after >= 0) crossings.push(i - after / (after - before))
  }
  const periods = crossings.slice(1).map((crossing, index) => crossing - (crossings[index] ?? 0))
  const usual = periods.toSorted((a, b) => a - b)[periods.length >> 1] ?? 0
  const whole = periods.filter((period) => Math.abs(period - usual) < usual / MOST_UNLIKE)
  const samplesInAll = whole.reduce((sum, period) => sum + period, 0)
  return samplesInAll > 0 ? (whole.length * HEARD_RATE_HZ) / samplesInAll : 0
}

function rms(samples: Float32Array): number {
  let sum = 0
  for (let i = 0; i < samples.length; i++) sum += (samples[i] ?? 0) ** 2
  return Math.sqrt(sum / samples.length)
}
