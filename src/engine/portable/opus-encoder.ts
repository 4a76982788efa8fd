import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { OpusEncoder } from '@discordjs/opus'
import { SAMPLE_RATE_HZ } from '../../base/opus-frame.ts'

/** Numbers of libopus' encoder controls (opus_defines.h). */
const OPUS_SET_COMPLEXITY = 4010
const OPUS_SET_SIGNAL = 4024
const OPUS_SIGNAL_MUSIC = 3002

type Binding = { readonly OpusEncoder: new (rateHz: number, channels: number) => OpusEncoder }

let binding: Binding | null = null

/** A libopus encoder for 48 kHz stereo music; throws when @discordjs/opus can't be loaded. */
export function opusEncoder(bitrate: number, complexity: number): OpusEncoder {
  binding ??= load()
  const encoder = new binding.OpusEncoder(SAMPLE_RATE_HZ, 2)
  encoder.applyEncoderCTL(OPUS_SET_COMPLEXITY, complexity)
  encoder.applyEncoderCTL(OPUS_SET_SIGNAL, OPUS_SIGNAL_MUSIC)
  encoder.setBitrate(bitrate)
  return encoder
}

/**
 * The package looks for its binary in a folder named for the runtime's ABI, but its install script
 * runs in Node, so under Bun it looks in the wrong folder. The binary uses N-API, which both share,
 * so it's loaded from wherever it was put.
 */
function load(): Binding {
  const require = createRequire(import.meta.url)
  const prebuilds = join(dirname(require.resolve('@discordjs/opus/package.json')), 'prebuild')
  const faults: string[] = []
  for (const folder of existsSync(prebuilds) ? readdirSync(prebuilds) : []) {
    try {
      return require(join(prebuilds, folder, 'opus.node'))
    } catch (error) {
      faults.push(String(error))
    }
  }
  throw new Error(`@discordjs/opus has no binary that loads: ${faults.join('; ') || prebuilds}`)
}
