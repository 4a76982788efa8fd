import { join } from 'node:path'
import type { Lateness } from '../support/lateness.ts'

/** CPU time in µs that a 20 ms frame costs at least, in loops that do nothing else. */
export interface BareLoops {
  /** Decode MP3 at 44.1 kHz, resample, encode Opus at 128 kbit/s, complexity 10. */
  readonly transcodeUs: number
  /**
   * DAVE's cipher, AES-256-GCM and send on loopback, to somebody who reads it. DAVE's key ratchet and trailer,
   * which are not in it, would add about 0.5 µs.
   */
  readonly sendUs: number
  /** The same to as many players as the bot had, each 20 ms: caches cold, the receiver asleep. */
  readonly pacedSendUs: number
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
export async function runBareLoops(
  mp3: string,
  seconds: number,
  players: number,
): Promise<BareLoops> {
  const output = await cargo(['run', ...CARGO, '--', mp3, String(seconds), String(players)])
  const found: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '')
  if (!isPrinted(found)) throw new Error(`the bare loop printed ${output}`)
  const { transcode_us, send_us, paced_us } = found
  return { transcodeUs: transcode_us, sendUs: send_us, pacedSendUs: paced_us }
}

/** What segue-bare-loop prints. */
type Printed = Record<'transcode_us' | 'send_us' | 'paced_us', number>

function isPrinted(value: unknown): value is Printed {
  const keys = ['transcode_us', 'send_us', 'paced_us']
  return typeof value === 'object' && value !== null && keys.every((key) => key in value)
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
