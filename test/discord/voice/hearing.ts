import { openOpus } from '../sound/opus.ts'
import { TICKS_PER_FRAME } from './transport.ts'

/** One frame as a listener got it. */
export interface HeardFrame {
  readonly userId: string
  readonly ssrc: number
  readonly sequence: number
  readonly timestamp: number
  readonly opus: Uint8Array
  /** Monotonic ms, `performance.now()`. */
  readonly arrivedAtMs: number
  /** The silence frame F8 FF FE. */
  readonly silence: boolean
  /** It came without end-to-end encryption although DAVE is on; silence may. */
  readonly plaintext: boolean
}

const CHANNELS = 2
const SAMPLES_PER_FRAME = TICKS_PER_FRAME
/** RTP time that jumps further than this is a new beginning, not a gap to be filled. */
const MAX_GAP_FRAMES = 500

/**
 * 20 ms steps of RTP time between the first and the last frame of each talk spurt that were never
 * heard. A jump after silence is a new spurt, so only lost sequence numbers count there.
 */
export function countMissing(frames: readonly HeardFrame[]): number {
  let missing = 0
  for (const stream of streamsOf(frames)) {
    for (const [index, frame] of stream.entries()) {
      const former = stream[index - 1]
      if (former) missing += missingBetween(former, frame)
    }
  }
  return missing
}

/** 48 kHz stereo, interleaved, -1 to 1; what is missing is zeros. */
export function decodeFrames(frames: readonly HeardFrame[]): Float32Array {
  const pieces = streamsOf(frames).flatMap(piecesOf)
  const pcm = new Float32Array(pieces.reduce((sum, { values }) => sum + values, 0))
  let cursor = 0
  for (const { sound, values } of pieces) {
    // An index, for tests decode again and again while they wait for a sound: iterators cost ten times that.
    if (sound !== null) {
      for (let i = 0; i < values; i++) pcm[cursor + i] = sound.readInt16LE(i * 2) / 0x8000
    }
    cursor += values
  }
  return pcm
}

/** 16-bit little-endian, both channels interleaved; `sound` is null where nothing came. */
interface Piece {
  readonly sound: Buffer | null
  readonly values: number
}

function piecesOf(stream: readonly HeardFrame[]): Piece[] {
  const codec = openOpus(CHANNELS)
  const pieces: Piece[] = []
  for (const [index, frame] of stream.entries()) {
    const former = stream[index - 1]
    const gap = former ? Math.min(MAX_GAP_FRAMES, missingBetween(former, frame)) : 0
    if (gap > 0) pieces.push({ sound: null, values: gap * SAMPLES_PER_FRAME * CHANNELS })
    const sound = codec.decode(Buffer.from(frame.opus))
    pieces.push({ sound, values: sound.length / 2 })
  }
  return pieces
}

/** A 16-bit stereo 48 kHz WAV file (RIFF/WAVE, PCM). */
export function encodeWav(pcm: Float32Array): Buffer {
  const data = Buffer.alloc(44 + pcm.length * 2)
  data.write('RIFF', 0, 'ascii')
  data.writeUInt32LE(36 + pcm.length * 2, 4)
  data.write('WAVEfmt ', 8, 'ascii')
  data.writeUInt32LE(16, 16) // size of the fmt chunk
  data.writeUInt16LE(1, 20) // PCM
  data.writeUInt16LE(CHANNELS, 22)
  data.writeUInt32LE(48_000, 24)
  data.writeUInt32LE(48_000 * CHANNELS * 2, 28)
  data.writeUInt16LE(CHANNELS * 2, 32)
  data.writeUInt16LE(16, 34)
  data.write('data', 36, 'ascii')
  data.writeUInt32LE(pcm.length * 2, 40)
  for (const [index, sample] of pcm.entries()) {
    const clipped = Math.max(-0x8000, Math.min(0x7fff, Math.round(sample * 0x8000)))
    data.writeInt16LE(clipped, 44 + index * 2)
  }
  return data
}

/** The frames of each ssrc in order of RTP time, without duplicates. */
function streamsOf(frames: readonly HeardFrame[]): HeardFrame[][] {
  const bySsrc = Map.groupBy(frames, ({ ssrc }) => ssrc)
  return [...bySsrc.values()].map((stream) => {
    const origin = stream[0]?.sequence ?? 0
    let highest = 0
    const placed = stream.map((frame) => {
      // Unwrapped against the highest so far, since 16 bits last 22 minutes.
      const step = ((frame.sequence - origin - highest) << 16) >> 16
      const position = highest + step
      highest = Math.max(highest, position)
      return { frame, position }
    })
    placed.sort((a, b) => a.position - b.position)
    return placed
      .filter(({ position }, index) => position !== placed[index - 1]?.position)
      .map(({ frame }) => frame)
  })
}

function missingBetween(former: HeardFrame, frame: HeardFrame): number {
  const lost = ((frame.sequence - former.sequence) & 0xffff) - 1
  const steps = Math.round(((frame.timestamp - former.timestamp) | 0) / TICKS_PER_FRAME) - 1
  return former.silence ? Math.max(0, Math.min(lost, steps)) : Math.max(lost, steps, 0)
}
