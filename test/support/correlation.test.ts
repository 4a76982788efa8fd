import { expect, test } from 'bun:test'
import { correlate } from './correlation.ts'
import { randomFrom } from './random.ts'

/** As the sum says. */
function summed(pattern: Float32Array, signal: Float32Array): number[] {
  return Array.from({ length: signal.length - pattern.length + 1 }, (_, shift) =>
    pattern.reduce((sum, value, i) => sum + value * (signal[i + shift] ?? 0), 0),
  )
}

test.each([
  [1, 1],
  [1, 2],
  [3, 5],
  [4, 4],
  [100, 128],
  [240, 700],
])('a pattern of %d values in a signal of %d is as alike as the sum of products', (few, many) => {
  const next = randomFrom(few * 1_000 + many)
  const noise = (length: number) => Float32Array.from({ length }, () => next() * 2 - 1)
  const [pattern, signal] = [noise(few), noise(many)]
  const meant = summed(pattern, signal)
  const got = correlate(pattern, signal)
  expect(got).toHaveLength(meant.length)
  for (const [shift, value] of got.entries()) expect(value).toBeCloseTo(meant[shift] ?? 0, 6)
})
