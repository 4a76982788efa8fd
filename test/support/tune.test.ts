import { expect, test } from 'bun:test'
import { encodeWav, renderTune } from './tune.ts'

test('the tune sounds in every half second, and never clips', () => {
  const { left, right, sampleRateHz } = renderTune(4)
  const half = sampleRateHz / 2
  for (const side of [left, right]) {
    expect(side.every((value) => Math.abs(value) <= 0.8401)).toBe(true)
    for (let start = 0; start + half <= 4 * sampleRateHz; start += half) {
      const part = side.subarray(start, start + half)
      const power = part.reduce((sum, value) => sum + value * value, 0) / part.length
      expect(power).toBeGreaterThan(1e-4)
    }
  }
})

test('its WAV file says what it holds', () => {
  const wav = encodeWav({
    sampleRateHz: 44_100,
    left: new Float32Array([0, 1]),
    right: new Float32Array([-1, 0.5]),
  })
  expect([...new Int16Array(wav.buffer, 44)]).toEqual([0, -32767, 32767, 16384])
  expect(new DataView(wav.buffer).getUint32(24, true)).toBe(44_100)
  expect(wav.length).toBe(44 + 8)
})
