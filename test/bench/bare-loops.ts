import { join } from 'node:path'
import type { Lateness } from '../support/lateness.ts'

/** CPU time in µs that a 20 ms frame costs at least, in loops that do nothing else. */
export interface BareLoops {
  /** Decode MP3 at 44.1 kHz, resample, encode Opus at 128 kbit/s, complexity 10. */
  readonly transcodeUs: number
  /** AES-256-GCM and send on loopback; DAVE, which is not in it, would add about 0.6 µs. */
  readonly sendUs: number
}

const ROOT = `${import.meta.dir}/../..`
const MANIFEST = join(ROOT, 'native/Cargo.toml')
const CARGO = [
  '--quiet',
  '--release',
  '--locked',
  '--manifest-path',
  MANIFEST,
  '-p',
  'segue-bare-loop',
]

/** Its crates take minutes to build, once. */
export async function buildBareLoops(): Promise<void> {
  await cargo(['build', ...CARGO])
}

/** Repeats each loop for about as many seconds. */
export async function runBareLoops(mp3: string, seconds: number): Promise<BareLoops> {
  const output = await cargo(['run', ...CARGO, '--', mp3, String(seconds)])
  const found: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '')
  if (isPrinted(found)) return { transcodeUs: found.transcode_us, sendUs: found.send_us }
  throw new Error(`the bare loop printed ${output}`)
}

/** What segue-bare-loop prints. */
function isPrinted(value: unknown): value is { transcode_us: number; send_us: number } {
  return (
    typeof value === 'object' && value !== null && 'transcode_us' in value && 'send_us' in value
  )
}

/** Lateness of a process that only keeps time; see bare-timer.ts. */
export async function runBareTimer(seconds: number): Promise<Lateness> {
  const script = `${import.meta.dir}/bare-timer.ts`
  const child = Bun.spawn([process.execPath, script, String(seconds)], { stdin: 'ignore' })
  return JSON.parse(await child.stdout.text())
}

async function cargo(args: string[]): Promise<string> {
  const child = Bun.spawn(['cargo', ...args], { stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text()])
  if ((await child.exited) !== 0) throw new Error(`cargo ${args[0]} failed:\n${err}`)
  return out
}
