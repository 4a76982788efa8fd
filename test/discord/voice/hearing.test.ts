import { expect, test } from 'bun:test'
import { toneFrames } from '../sound/opus-tone.ts'
import { countMissing, decodeFrames, encodeWav, type HeardFrame } from './hearing.ts'
import { SILENCE_FRAME } from './transport.ts'

const [TONE = new Uint8Array()] = toneFrames(1)

/** Frames `[sequence, RTP time in frames, silence?]` of one user. */
function frames(list: [number, number, boolean?][], ssrc = 1): HeardFrame[] {
  return list.map(([sequence, frame, silence = false]) => ({
    userId: '1',
    ssrc,
    sequence: sequence & 0xffff,
    timestamp: (frame * 960) >>> 0,
    opus: silence ? SILENCE_FRAME : TONE,
    arrivedAtMs: 0,
    silence,
    plaintext: false,
  }))
}

test('steps of RTP time that were never heard are missing', () => {
  expect(
    countMissing(
      frames([
        [1, 0],
        [2, 1],
        [5, 4],
      ]),
    ),
  ).toBe(2)
  expect(
    countMissing(
      frames([
        [1, 0],
        [2, 1],
        [3, 2],
      ]),
    ),
  ).toBe(0)
})

test('time that the sender skipped in mid-spurt is missing, though no packet was lost', () => {
  expect(
    countMissing(
      frames([
        [1, 0],
        [2, 5],
      ]),
    ),
  ).toBe(4)
})

test('time that passes after silence is a pause; packets lost in it are missing', () => {
  expect(
    countMissing(
      frames([
        [1, 0],
        [2, 1, true],
        [3, 90],
      ]),
    ),
  ).toBe(0)
  expect(
    countMissing(
      frames([
        [1, 0],
        [2, 1, true],
        [5, 90],
      ]),
    ),
  ).toBe(2)
})

test('order and repetition of arrival do not matter, nor do wraps', () => {
  const wrapping: [number, number][] = [
    [65_534, 4_473_923],
    [0, 4_473_925],
    [65_535, 4_473_924],
    [65_535, 4_473_924],
    [1, 4_473_926],
  ]
  expect(countMissing(frames(wrapping))).toBe(0)
})

test('two sessions of one user are two streams', () => {
  const both = [
    ...frames(
      [
        [1, 0],
        [2, 1],
      ],
      1,
    ),
    ...frames(
      [
        [900, 70],
        [901, 71],
      ],
      2,
    ),
  ]
  expect(countMissing(both)).toBe(0)
  expect(decodeFrames(both).length).toBe(4 * 960 * 2)
})

test('what is missing decodes to zeros of the same length', () => {
  const pcm = decodeFrames(
    frames([
      [1, 0],
      [3, 2],
    ]),
  )
  expect(pcm.length).toBe(3 * 960 * 2)
  expect(pcm.subarray(1920, 3840).every((sample) => sample === 0)).toBe(true)
})

test('a WAV file is 16-bit stereo at 48 kHz and keeps the samples', () => {
  const wav = encodeWav(Float32Array.of(0, 0.5, -0.5, 2))
  expect(wav.toString('latin1', 0, 4)).toBe('RIFF')
  expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt32LE(40)]).toEqual([2, 48_000, 8])
  const samples = [44, 46, 48, 50].map((at) => wav.readInt16LE(at))
  expect(samples).toEqual([0, 16_384, -16_384, 32_767])
})
