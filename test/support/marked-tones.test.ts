import { expect, test } from 'bun:test'
import { openOpus } from '../discord/sound/opus.ts'
import { decodeFrames, type HeardFrame } from '../discord/voice/hearing.ts'
import { markedWav, recognise } from './marked-tones.ts'

const FRAME_BYTES = 960 * 2 * 2
const HEADER_BYTES = 44
const TONE_HZ = 900
/** A stretch of ten frames behind ten that settle the decoder, as a room hears it. */
const FRAMES = 20
const STRETCH_VALUES = 10 * 960 * 2
/** The middle of that stretch: the frames begin six seconds into the track. */
const POSITION_S = 6.3
/** Half of what restarts are measured with. */
const NEAR_S = 0.25

test('a stretch of sound tells its track and position, whichever of its frames were lost', () => {
  const lost = [
    [],
    [15],
    [14, 15],
    [13, 14, 15],
    [12, 13, 14, 15],
    [11, 13, 16],
    [10, 12, 14, 16, 18],
  ]
  for (const numbers of lost) {
    const frames = sent.filter(({ sequence }) => !numbers.includes(sequence))
    const { toneHz, positionS } = recognise(decodeFrames(frames).subarray(-STRETCH_VALUES))
    expect(Math.abs(toneHz - TONE_HZ), `without ${numbers}`).toBeLessThan(2)
    expect(Math.abs(positionS - POSITION_S), `without ${numbers}`).toBeLessThan(NEAR_S)
  }
})

test('silence is no track', () => {
  expect(recognise(new Float32Array(STRETCH_VALUES))).toMatchObject({ toneHz: 0, positionS: 0 })
})

const sent = ((): HeardFrame[] => {
  const codec = openOpus(2)
  const wav = Buffer.from(markedWav(TONE_HZ, 7, 48_000)).subarray(HEADER_BYTES)
  return Array.from({ length: FRAMES }, (_, sequence) => {
    const at = (6 * 50 + sequence) * FRAME_BYTES
    return {
      ...{ userId: '1', ssrc: 1, sequence, timestamp: sequence * 960, arrivedAtMs: 0 },
      ...{ opus: codec.encode(wav.subarray(at, at + FRAME_BYTES)), silence: false },
      plaintext: false,
    }
  })
})()
