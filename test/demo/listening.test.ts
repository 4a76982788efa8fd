import { describe, expect, test } from 'bun:test'
import { Listening, type Received, summarised } from './listening.ts'

const LOUD = new Int16Array(1920).fill(8000)

describe('Listening', () => {
  test('measures lateness against the earliest frame of a talk spurt', () => {
    const listening = new Listening(() => LOUD)
    for (const [i, delay] of [5, 0, 2, 12, 0].entries())
      listening.add(frame(i, 1000 + i * 20 + delay))
    expect(listening.latenesses()).toEqual([5, 0, 2, 12, 0])
    expect(summarised(listening.latenesses())).toMatchObject({ p50: 2, max: 12 })
  })
  test('takes a pause that silence frames announced for no stall', () => {
    const listening = new Listening(() => LOUD)
    listening.add(frame(0, 0))
    listening.add(frame(1, 20, { silence: true }))
    listening.add(frame(2, 5000))
    listening.add(frame(3, 5020))
    expect(Math.max(...listening.latenesses())).toBe(0)
  })
  test('takes a gap that nothing announced for a stall', () => {
    const listening = new Listening(() => LOUD)
    listening.add(frame(0, 0))
    listening.add(frame(1, 420))
    expect(Math.max(...listening.latenesses())).toBe(400)
  })
  test('judges what follows a stall on the new grid, and the frame that ended it on the old one', () => {
    const listening = new Listening(() => LOUD)
    const delays = Array.from(
      { length: 120 },
      (_, i) => (i < 50 ? 0 : 400) + (i % 10 === 5 ? 3 : 0),
    )
    for (const [i, delay] of delays.entries()) listening.add(frame(i, i * 20 + delay))
    const latenesses = listening.latenesses()
    expect(latenesses).toHaveLength(120)
    expect(latenesses[50]).toBe(400)
    expect(latenesses.filter((late) => late > 3)).toHaveLength(1)
  })
  test('leaves a delay that is made up for on the old grid', () => {
    const listening = new Listening(() => LOUD)
    for (let i = 0; i < 60; i++) listening.add(frame(i, i * 20 + (i >= 20 && i < 30 ? 100 : 0)))
    expect(listening.latenesses().filter((late) => late === 100)).toHaveLength(10)
  })
  test('counts plaintext, and the first frame that is not silence', () => {
    const listening = new Listening(() => LOUD)
    listening.add(frame(0, 0, { silence: true, plaintext: true }))
    listening.add(frame(1, 20, { plaintext: true }))
    expect(listening.plaintextFrames).toBe(1)
    expect(listening.firstFrameAtMs).toBe(20)
    expect(listening.framesHeard).toBe(1)
  })
  test('has no lateness without frames', () => {
    expect(summarised(new Listening(() => LOUD).latenesses())).toBeNull()
  })
  test.each([
    ['a second of varied loud frames is music', 60, LOUD, 60, true],
    ['half a second is not', 25, LOUD, 25, false],
    ['digital silence is not', 60, new Int16Array(1920), 60, false],
    ['one frame over and over is not', 60, LOUD, 1, false],
    ['a second over and over is not', 3_000, LOUD, 50, false],
    ['a track of 25 s that loops is', 5_000, LOUD, 1_250, true],
  ])('%s', (_what, count, samples, period, music) => {
    const listening = new Listening(() => samples)
    for (let i = 0; i < count; i++)
      listening.add(frame(i, i * 20, { opus: Uint8Array.of((i % period) >> 8, i % period) }))
    expect(listening.isMusic()).toBe(music)
  })
})

function frame(index: number, arrivedAtMs: number, more: Partial<Received> = {}): Received {
  return {
    timestamp: index * 960,
    opus: new Uint8Array([index]),
    arrivedAtMs,
    silence: false,
    plaintext: false,
    ...more,
  }
}
