import { expect, test } from 'bun:test'
import { TrafficMeter } from './traffic.ts'
import { SILENCE_FRAME } from './transport.ts'

const AUDIO = Buffer.alloc(100, 0x55)
/** Ends as a DAVE frame does. */
const SEALED = Buffer.concat([AUDIO, Buffer.from([12, 0xfa, 0xfa])])

/** Feeds packets `[sequence, timestamp in frames, arrival in ms]`, encrypted end to end. */
function measured(packets: [number, number, number, Uint8Array?][], ssrc = 1) {
  const meter = new TrafficMeter()
  for (const [sequence, frame, arrivedAtMs, payload = SEALED] of packets) {
    const timestamp = (frame * 960) >>> 0
    meter.record({ sequence: sequence & 0xffff, timestamp, ssrc }, payload, arrivedAtMs, true)
  }
  return meter.read()
}

test('a gap in the sequence is missing, across the wrap too', () => {
  const sent = measured([
    [65_534, 0, 0],
    [65_535, 1, 20],
    [2, 4, 80],
  ])
  expect(sent).toMatchObject({ packets: 3, missing: 2, reordered: 0, duplicates: 0 })
})

test('a packet that comes late is not missing, and one that comes twice is a duplicate', () => {
  const sent = measured([
    [1, 0, 0],
    [3, 2, 40],
    [2, 1, 45],
    [2, 1, 46],
    [3, 2, 47],
  ])
  expect(sent).toMatchObject({ missing: 0, reordered: 1, duplicates: 2 })
})

test('lateness is measured from the earliest packet of a talk spurt', () => {
  const sent = measured([
    [1, 0, 105],
    [2, 1, 120],
    [3, 2, 140],
    [4, 3, 190],
  ])
  expect([...sent.latenessMs]).toEqual([5, 0, 0, 30])
})

test('a pause after silence begins a new spurt; a stall without it is lateness', () => {
  const pause = measured([
    [1, 0, 0],
    [2, 1, 20, SILENCE_FRAME],
    [3, 2, 5_000],
    [4, 3, 5_021],
  ])
  expect([...pause.latenessMs]).toEqual([0, 0, 1])
  const stall = measured([
    [1, 0, 0],
    [2, 1, 20],
    [3, 2, 440],
  ])
  expect([...stall.latenessMs]).toEqual([0, 0, 400])
})

test('another ssrc is a new stream: nothing is missing between the two', () => {
  const meter = new TrafficMeter()
  meter.record({ sequence: 10, timestamp: 0, ssrc: 1 }, SEALED, 0, true)
  meter.record({ sequence: 60_000, timestamp: 4e9, ssrc: 2 }, SEALED, 700, true)
  meter.record({ sequence: 60_001, timestamp: 4e9 + 960, ssrc: 2 }, SEALED, 720, true)
  expect(meter.read()).toMatchObject({ packets: 3, missing: 0 })
  expect([...meter.read().latenessMs]).toEqual([0, 0, 0])
})

test('audio in clear counts only while DAVE is on, silence never', () => {
  const meter = new TrafficMeter()
  const header = { sequence: 1, timestamp: 0, ssrc: 1 }
  meter.record(header, AUDIO, 0, false)
  meter.record({ ...header, sequence: 2 }, SILENCE_FRAME, 20, true)
  expect(meter.read().plaintextFrames).toBe(0)
  meter.record({ ...header, sequence: 3 }, AUDIO, 40, true)
  meter.record({ ...header, sequence: 4 }, SEALED, 60, true)
  expect(meter.read()).toMatchObject({ plaintextFrames: 1, audioPackets: 3, packets: 4 })
  expect(meter.read().firstAudioAtMs).toBe(0)
})

test('what precedes the first packet of a stream was never missing', () => {
  const sent = measured([
    [11, 1, 20],
    [10, 0, 21],
    [12, 2, 40],
  ])
  expect(sent.missing).toBe(0)
})

test('RTP time that wraps is one spurt', () => {
  const meter = new TrafficMeter()
  for (const [i, timestamp] of [2 ** 32 - 960, 0, 960].entries()) {
    meter.record({ sequence: i, timestamp, ssrc: 1 }, SEALED, 20 * i, true)
  }
  expect([...meter.read().latenessMs]).toEqual([0, 0, 0])
})
