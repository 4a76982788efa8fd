import { join } from 'node:path'

/** Bits of a WAV's channel mask (Microsoft, WAVEFORMATEXTENSIBLE), in the order in which the channels are stored. */
const FL = 0x1
const FR = 0x2
const FC = 0x4
const LFE = 0x8
const BL = 0x10
const BR = 0x20
const BC = 0x100
const SL = 0x200
const SR = 0x400

/** Channel layouts by FFmpeg's names. */
const MASKS = {
  mono: FC,
  stereo: FL | FR,
  '2.1': FL | FR | LFE,
  '3.0': FL | FR | FC,
  '3.0(back)': FL | FR | BC,
  '4.0': FL | FR | FC | BC,
  quad: FL | FR | BL | BR,
  'quad(side)': FL | FR | SL | SR,
  '3.1': FL | FR | FC | LFE,
  '4.1': FL | FR | FC | LFE | BC,
  '5.0': FL | FR | FC | BL | BR,
  '5.0(side)': FL | FR | FC | SL | SR,
  '5.1': FL | FR | FC | LFE | BL | BR,
  '5.1(side)': FL | FR | FC | LFE | SL | SR,
  '6.1': FL | FR | FC | LFE | BC | SL | SR,
  '7.1': FL | FR | FC | LFE | BL | BR | SL | SR,
} as const

export type Layout = keyof typeof MASKS

export interface Signal {
  readonly layout: Layout
  readonly rateHz: number
}

export const SIGNAL_SECONDS = 2
const AMPLITUDE = 0.12

/** What a failed row calls the file: its content follows from the name. */
export function signalName({ layout, rateHz }: Signal): string {
  return `signal-${layout.replace(/[()]/g, '-')}-${rateHz}.wav`
}

/** Writes the signal as a floating-point WAV with a channel mask into `folder`, and gives its path. */
export async function writeSignal(folder: string, signal: Signal): Promise<string> {
  const path = join(folder, signalName(signal))
  if (!(await Bun.file(path).exists())) await Bun.write(path, encode(signal))
  return path
}

/**
 * In each channel a steady tone and a chirp that comes again and again, all below 2 kHz so that every codec at every
 * rate keeps their waveform. No two channels share a tone, a period or a range; that of low frequencies stays in its
 * band. A chirp matches itself at one delay only.
 */
function sample(channel: number, low: boolean, t: number): number {
  const tone = low ? 55 : 310 + 130 * channel
  const [from, to] = low ? [30, 100] : [220 + 40 * channel, 1_300 + 70 * channel]
  const period = 0.23 + 0.031 * channel
  const at = t % period
  const chirp = 2 * Math.PI * (from * at + ((to - from) * at * at) / (2 * period))
  // Chirps fade at their ends: a jump is broadband.
  const fade = Math.sin((Math.PI * at) / period)
  return AMPLITUDE * (Math.sin(2 * Math.PI * tone * t) + fade * Math.sin(chirp))
}

function encode({ layout, rateHz }: Signal): Uint8Array {
  const mask = MASKS[layout]
  const bits = [...Array(11).keys()].map((bit) => 1 << bit).filter((bit) => mask & bit)
  const frames = rateHz * SIGNAL_SECONDS
  const HEADER_BYTES = 68
  const dataBytes = frames * bits.length * 4
  const bytes = Buffer.alloc(HEADER_BYTES + dataBytes)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(40, 16)
  bytes.writeUInt16LE(0xfffe, 20) // extensible
  bytes.writeUInt16LE(bits.length, 22)
  bytes.writeUInt32LE(rateHz, 24)
  bytes.writeUInt32LE(rateHz * bits.length * 4, 28)
  bytes.writeUInt16LE(bits.length * 4, 32)
  bytes.writeUInt16LE(32, 34)
  bytes.writeUInt16LE(22, 36)
  bytes.writeUInt16LE(32, 38)
  bytes.writeUInt32LE(mask, 40)
  bytes.set([3, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71], 44) // IEEE float
  bytes.write('data', 60)
  bytes.writeUInt32LE(dataBytes, 64)
  const samples = new Float32Array(bytes.buffer, bytes.byteOffset + HEADER_BYTES, dataBytes / 4)
  for (let i = 0; i < frames; i++) {
    for (const [channel, bit] of bits.entries())
      samples[i * bits.length + channel] = sample(channel, bit === LFE, i / rateHz)
  }
  return bytes
}
