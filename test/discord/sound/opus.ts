import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** @discordjs/opus' codec, 48 kHz: PCM is interleaved 16-bit little-endian. */
export interface OpusCodec {
  /** One 20 ms frame of PCM to an Opus frame. */
  encode(pcm: Buffer): Buffer
  /** An Opus frame to PCM. */
  decode(frame: Buffer): Buffer
  setBitrate(bitsPerSecond: number): void
}

const SAMPLE_RATE_HZ = 48_000

/**
 * A codec of its own state. The package's loader looks for a binary of the running runtime's ABI,
 * which Bun numbers differently from the Node that installed it; the binary is Node-API and loads by
 * its real path.
 */
export function openOpus(channels: 1 | 2 = 2): OpusCodec {
  return new (loadBinary().OpusEncoder)(SAMPLE_RATE_HZ, channels)
}

interface Binary {
  OpusEncoder: new (sampleRate: number, channels: number) => OpusCodec
}

let binary: Binary | undefined

function loadBinary(): Binary {
  if (!binary) {
    const require = createRequire(import.meta.url)
    const prebuild = join(dirname(require.resolve('@discordjs/opus/package.json')), 'prebuild')
    const folder = readdirSync(prebuild).find((name) => name.startsWith('node-'))
    if (!folder) throw new Error(`@discordjs/opus has no binary in ${prebuild}`)
    binary = require(join(prebuild, folder, 'opus.node')) as Binary
  }
  return binary
}
