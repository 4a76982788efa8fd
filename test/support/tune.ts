/**
 * A tune of our own, computed: four voices (plucked melody, its echo on the other side, soft chords, bass)
 * over a chord sequence in D major, 24 bars of 1 s. Nothing in it is taken from a recording.
 */

const SAMPLE_RATE_HZ = 44_100
const BEAT_S = 0.25
const BEATS_PER_BAR = 4

/** Roots of the chords as MIDI notes, a bar each, with their third (semitones above the root). */
const CHORDS = [
  [50, 4],
  [57, 4],
  [59, 3],
  [54, 3],
  [55, 4],
  [50, 4],
  [55, 4],
  [57, 4],
] as const

/** Steps of the melody within the chord (0 root, 1 third, 2 fifth, 3 octave; -1 rests), a beat each. */
const FIGURES = [
  [3, 2, 1, 2],
  [3, 1, 2, -1],
  [2, 3, 2, 1],
] as const

export interface Pcm {
  readonly sampleRateHz: number
  readonly left: Float32Array
  readonly right: Float32Array
}

/** Renders `bars` bars of one second each; the sequence repeats every 24. Peak −1.5 dBFS. */
export function renderTune(bars = 24): Pcm {
  const length = Math.ceil((bars * BEATS_PER_BAR * BEAT_S + 1) * SAMPLE_RATE_HZ)
  const left = new Float32Array(length)
  const right = new Float32Array(length)
  for (let bar = 0; bar < bars; bar++) {
    const [root, third] = CHORDS[bar % CHORDS.length] ?? CHORDS[0]
    const chord = [root, root + third, root + 7, root + 12]
    const start = bar * BEATS_PER_BAR * BEAT_S
    for (const note of chord.slice(0, 3)) pad(left, right, note + 12, start, 1)
    pluck(left, right, root - 12, start, 0.3, 0.5)
    pluck(left, right, root - 12, start + 2.5 * BEAT_S, 0.2, 0.5)
    const figure = FIGURES[Math.floor(bar / CHORDS.length) % FIGURES.length] ?? FIGURES[0]
    for (const [beat, step] of figure.entries()) {
      const note = chord[step]
      if (note === undefined) continue
      pluck(left, right, note + 24, start + beat * BEAT_S, 0.3, 0.35)
      pluck(left, right, note + 24, start + (beat + 0.75) * BEAT_S, 0.1, 0.75)
    }
  }
  return normalised({ sampleRateHz: SAMPLE_RATE_HZ, left, right })
}

/** 16-bit stereo WAV (RIFF, WAVE_FORMAT_PCM). */
export function encodeWav({ sampleRateHz, left, right }: Pcm): Uint8Array {
  const dataBytes = left.length * 4
  const bytes = new Uint8Array(44 + dataBytes)
  const view = new DataView(bytes.buffer)
  const text = (at: number, value: string) => bytes.set(new TextEncoder().encode(value), at)
  text(0, 'RIFF')
  view.setUint32(4, 36 + dataBytes, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 2, true)
  view.setUint32(24, sampleRateHz, true)
  view.setUint32(28, sampleRateHz * 4, true)
  view.setUint16(32, 4, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, dataBytes, true)
  // A view of numbers in this machine's order, which is the file's on all that Bun runs on: a DataView takes
  // eight times as long, and so does Math.round in part.
  const samples = new Int16Array(bytes.buffer, 44)
  for (let i = 0; i < left.length; i++) {
    samples[2 * i] = Math.floor((left[i] ?? 0) * 32_767 + 0.5)
    samples[2 * i + 1] = Math.floor((right[i] ?? 0) * 32_767 + 0.5)
  }
  return bytes
}

/** A plucked string by its partials: the higher, the faster it dies away. `pan` 0 is left, 1 right. */
function pluck(
  left: Float32Array,
  right: Float32Array,
  note: number,
  startS: number,
  gain: number,
  pan: number,
): void {
  const first = Math.round(startS * SAMPLE_RATE_HZ)
  const length = Math.min(left.length - first, SAMPLE_RATE_HZ)
  for (let partial = 1; partial <= 6; partial++) {
    const omega = (2 * Math.PI * frequencyHz(note) * partial) / SAMPLE_RATE_HZ
    const decay = (3 + partial * 1.5) / SAMPLE_RATE_HZ
    const level = gain / partial ** 1.5
    // exp(-i · decay) · sin(i · omega), each from the two before it.
    const turn = 2 * Math.exp(-decay) * Math.cos(omega)
    const damping = Math.exp(-2 * decay)
    let before = -Math.exp(decay) * Math.sin(omega)
    let swing = 0
    for (let i = 0; i < length; i++) {
      const value = level * Math.min(1, i / 90) * fade(i, length) * swing
      left[first + i] = (left[first + i] ?? 0) + value * (1 - pan)
      right[first + i] = (right[first + i] ?? 0) + value * pan
      const next = turn * swing - damping * before
      before = swing
      swing = next
    }
  }
}

/** A soft held note, two sines a little apart, one on each side. */
function pad(
  left: Float32Array,
  right: Float32Array,
  note: number,
  startS: number,
  lengthS: number,
) {
  const first = Math.round(startS * SAMPLE_RATE_HZ)
  const length = Math.round(lengthS * SAMPLE_RATE_HZ)
  const omega = (2 * Math.PI * frequencyHz(note)) / SAMPLE_RATE_HZ
  for (let i = 0; i < length; i++) {
    const swell = 0.05 * Math.sin((Math.PI * i) / length) ** 2
    add(left, first + i, swell * Math.sin(i * omega * 0.999))
    add(right, first + i, swell * Math.sin(i * omega * 1.001))
  }
}

function fade(i: number, length: number): number {
  return Math.min(1, (length - i) / 2000)
}

function add(samples: Float32Array, at: number, value: number): void {
  if (at < samples.length) samples[at] = (samples[at] ?? 0) + value
}

/** Equal temperament, A4 (MIDI note 69) at 440 Hz. */
function frequencyHz(note: number): number {
  return 440 * 2 ** ((note - 69) / 12)
}

function normalised(pcm: Pcm): Pcm {
  let peak = 0
  for (const side of [pcm.left, pcm.right])
    for (const value of side) peak = Math.max(peak, Math.abs(value))
  const gain = peak === 0 ? 1 : 0.84 / peak
  for (const side of [pcm.left, pcm.right])
    side.forEach((value, i) => {
      side[i] = value * gain
    })
  return pcm
}
