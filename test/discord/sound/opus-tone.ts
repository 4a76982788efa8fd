import { openOpus } from './opus.ts'

const SAMPLE_RATE_HZ = 48_000
const SAMPLES_PER_FRAME = 960

/** Opus frames of 20 ms of a stereo sine, synthesised here: no two are alike byte for byte. */
export function toneFrames(count: number, frequencyHz = 440, amplitude = 0.3): Uint8Array[] {
  const codec = openOpus(2)
  codec.setBitrate(96_000)
  return Array.from({ length: count }, (_, frame) => {
    const pcm = Buffer.alloc(SAMPLES_PER_FRAME * 4)
    for (let i = 0; i < SAMPLES_PER_FRAME; i++) {
      const t = (frame * SAMPLES_PER_FRAME + i) / SAMPLE_RATE_HZ
      const sample = Math.round(amplitude * 0x7fff * Math.sin(2 * Math.PI * frequencyHz * t))
      pcm.writeInt16LE(sample, i * 4)
      pcm.writeInt16LE(sample, i * 4 + 2)
    }
    return codec.encode(pcm)
  })
}
