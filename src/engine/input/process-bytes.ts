import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import { within } from '../../base/within.ts'
import type { ByteSource } from './byte-source.ts'

/** yt-dlp needs seconds to start an extractor, sign in and find the format. */
const FIRST_BYTE_TIMEOUT_MS = 30_000
/** A program hangs when a reader waits on it this long without a byte. */
const STALL_TIMEOUT_MS = 30_000
/** More than a day of music at 256 kbit/s. */
const MAX_BYTES = 4 * 1024 ** 3
/** How much of the program's standard error is kept for the log. */
const MAX_COMPLAINT_CHARS = 400

/**
 * The standard output of a program, started without a shell for each reading and killed when the
 * reading ends. The program gets only its arguments, `env` and an empty working folder, which is
 * deleted afterwards: yt-dlp puts segments of a stream there while it joins them.
 */
export class ProcessBytes implements ByteSource {
  readonly lengthBytes = null
  readonly seekable = false
  readonly hint = null
  readonly #argv: readonly string[]
  readonly #env: Readonly<Record<string, string>>
  readonly #ended = new AbortController()

  constructor(argv: readonly string[], env: Readonly<Record<string, string>>) {
    this.#argv = argv
    this.#env = env
  }

  /** Rejects with 'source-lost' when the program can't start or fails, 'source-timeout' when it is silent. */
  async *read(offset: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    if (offset !== 0) throw new SegueError('not-seekable')
    const folder = await mkdtemp(join(tmpdir(), 'segue-process-'))
    try {
      yield* this.#run(folder, signal)
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
    }
  }

  [Symbol.dispose](): void {
    this.#ended.abort()
  }

  async *#run(folder: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const child = this.#start(folder)
    const kill = () => end(child)
    const stopped = AbortSignal.any([signal, this.#ended.signal])
    stopped.addEventListener('abort', kill, { once: true })
    const complaint = tail(child.stderr)
    try {
      yield* bounded(child.stdout, stopped)
      if (stopped.aborted) return
      if ((await child.exited) !== 0) throw new SegueError('source-lost', await complaint)
    } finally {
      stopped.removeEventListener('abort', kill)
      kill()
    }
  }

  #start(cwd: string) {
    try {
      return Bun.spawn([...this.#argv], {
        env: { ...this.#env },
        cwd,
        stdin: 'ignore',
        stdout: 'pipe',
        stderr: 'pipe',
        // A process group of its own, so that the program's children are ended with it.
        detached: true,
      })
    } catch (cause) {
      throw new SegueError('source-lost', `can't start ${this.#argv[0] ?? '(nothing)'}`, { cause })
    }
  }
}

async function* bounded(
  output: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = output.getReader()
  let total = 0
  try {
    while (!signal.aborted) {
      const limitMs = total === 0 ? FIRST_BYTE_TIMEOUT_MS : STALL_TIMEOUT_MS
      const { done, value } = await within(systemClock, limitMs, reader.read(), () => {
        throw new SegueError('source-timeout')
      })
      if (done) return
      total += value.length
      if (total > MAX_BYTES) throw new SegueError('source-lost', `more than ${MAX_BYTES} bytes`)
      yield value
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

async function tail(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream) {
    text = (text + decoder.decode(chunk, { stream: true })).slice(-MAX_COMPLAINT_CHARS)
  }
  return text.trim()
}

/** Ends the program and its group at once; one that has exited is left alone. */
function end(child: { readonly pid: number; readonly exitCode: number | null }): void {
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The group is gone already.
  }
}
