import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { type Clock, systemClock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import { type FfmpegCommand, startFfmpeg } from './ffmpeg-process.ts'

/**
 * FFmpeg hangs when it's offered bytes for this long and reads none, or reads and yields nothing.
 */
const STUCK_MS = 20_000
const BARREN_MS = 60_000
/** How much FFmpeg must have read meanwhile, since a slow source isn't its fault. */
const BARREN_BYTES = 1024 * 1024
const WATCH_MS = 1000
/**
 * Exit codes of `env` and `prlimit` when they can't find or run the program (POSIX, env, "Exit
 * status").
 */
const COMMAND_NOT_FOUND = 127
/** How much of its standard error is kept: the container's description comes first. */
const MAX_REPORT_CHARS = 32 * 1024

export interface FfmpegOptions extends FfmpegCommand {
  readonly clock?: Clock
}

/**
 * One run of FFmpeg: compressed bytes in on a pipe, s16le 48 kHz stereo out on another. It opens
 * nothing else: the demuxer is forced (so that bytes can't pose as a playlist), 'pipe' is the only
 * protocol it may use, and it gets neither our environment nor a file to write.
 */
export class FfmpegDecoder implements Disposable {
  readonly #child: ChildProcess
  readonly #stdin: Writable
  readonly #stdout: Readable
  readonly #clock: Clock
  readonly #startMs: number
  #report = ''
  #hung = false
  #startError: NodeJS.ErrnoException | null = null
  readonly #exited: Promise<number | null>
  /** When FFmpeg last took bytes and last yielded some, how many it took since, and whether each is waited for. */
  #tookAt: number
  #tookBytes = 0
  #yieldedAt: number
  #offering = false
  #awaiting = false

  constructor(options: FfmpegOptions) {
    this.#clock = options.clock ?? systemClock
    this.#startMs = options.startMs
    this.#tookAt = this.#clock.now()
    this.#yieldedAt = this.#tookAt
    const child = startFfmpeg(options)
    const { stdin, stdout, stderr } = child
    if (!stdin || !stdout || !stderr) throw new SegueError('ffmpeg-missing', 'no pipes')
    this.#child = child
    this.#stdin = stdin
    this.#stdout = stdout
    this.#exited = new Promise((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        this.#startError = error
        resolve(null)
      })
      child.once('close', (code) => resolve(code))
    })
    stdin.on('error', () => undefined)
    stderr.on('data', (text: Buffer) => {
      if (this.#report.length < MAX_REPORT_CHARS) this.#report += text.toString('utf8')
    })
  }

  /** The container's length that FFmpeg found; null until it has found one. */
  get durationMs(): number | null {
    const match = /^ {2}Duration: (\d+):(\d\d):(\d\d\.\d+)/m.exec(this.#report)
    if (!match) return null
    const [, hours, minutes, seconds] = match
    return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000)
  }

  /** Feeds all of `bytes` at FFmpeg's pace; rejects only with an error of `bytes`. */
  async feed(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of bytes) {
      if (!this.#stdin.writable) return
      this.#offering = true
      if (!this.#stdin.write(chunk)) {
        await Promise.race([once(this.#stdin, 'drain'), this.#exited]).catch(() => undefined)
      }
      this.#offering = false
      this.#tookAt = this.#clock.now()
      this.#tookBytes += chunk.length
    }
    this.#stdin.end()
  }

  /**
   * The decoded sound. Throws 'ffmpeg-missing', 'not-audio' when no sound was found, 'decode-failed'
   * when FFmpeg failed or hung in the middle.
   */
  async *pcm(): AsyncGenerator<Uint8Array> {
    using _watch = this.#watch()
    let any = false
    this.#awaiting = true
    for await (const chunk of this.#stdout) {
      any = true
      this.#awaiting = false
      yield chunk
      this.#awaiting = true
      this.#yieldedAt = this.#clock.now()
      this.#tookBytes = 0
    }
    const code = await this.#exited
    if (this.#startError) throw startFailure(this.#startError)
    if (this.#hung) throw new SegueError('decode-failed', 'FFmpeg hung')
    if (code === COMMAND_NOT_FOUND && !any) {
      throw new SegueError('ffmpeg-missing', this.#lastWords())
    }
    if (code !== 0) throw new SegueError(any ? 'decode-failed' : 'not-audio', this.#lastWords())
    if (!any && this.#startMs === 0) throw new SegueError('not-audio', 'no sound in it')
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL')
  }

  /** Kills an FFmpeg that hangs; a source that is slow or a reader that is full is not its fault. */
  #watch(): Disposable {
    let timer: Disposable
    const look = () => {
      const now = this.#clock.now()
      const stuck = this.#offering && this.#awaiting
      const idleMs = now - Math.max(this.#tookAt, this.#yieldedAt)
      const barren = this.#awaiting && this.#tookBytes > BARREN_BYTES
      if ((stuck && idleMs > STUCK_MS) || (barren && now - this.#yieldedAt > BARREN_MS)) {
        this.#hung = true
        this.#child.kill('SIGKILL')
      }
      timer = this.#clock.after(WATCH_MS, look)
    }
    timer = this.#clock.after(WATCH_MS, look)
    return { [Symbol.dispose]: () => timer[Symbol.dispose]() }
  }

  /** The last line that FFmpeg wrote, for the log. */
  #lastWords(): string | null {
    return this.#report.trim().split('\n').at(-1)?.slice(0, 200) ?? null
  }
}

/** Not found, or no process could be started (out of memory or process ids). */
function startFailure(error: NodeJS.ErrnoException): SegueError {
  const code = error.code === 'ENOENT' ? 'ffmpeg-missing' : 'internal'
  return new SegueError(code, error.code ?? null, { cause: error })
}
