import { spawn } from 'node:child_process'

export interface SubprocessLimits {
  readonly timeMs: number
  /** Bytes of standard output; more ends the process. */
  readonly outputBytes: number
}

export interface SubprocessOptions {
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly limits: SubprocessLimits
  readonly signal: AbortSignal
}

export interface SubprocessResult {
  readonly exitCode: number | null
  readonly stdout: Buffer<ArrayBuffer>
  /** The last 64 KiB. */
  readonly stderr: string
}

/** Why a process gave no result: it could not be started, took too long, or wrote too much. */
export class SubprocessError extends Error {
  override readonly name = 'SubprocessError'
  readonly reason: 'missing' | 'time' | 'output'

  constructor(reason: SubprocessError['reason'], options?: ErrorOptions) {
    super(reason, options)
    this.reason = reason
  }
}

const STDERR_BYTES = 64 * 1024

/**
 * Runs a program without a shell, with nothing on its standard input, to its end. The program leads
 * a process group of its own, so that its children end with it when a limit or the signal ends it.
 * Rejects with a `SubprocessError` or the signal's reason.
 */
export function run(
  program: string,
  args: readonly string[],
  options: SubprocessOptions,
): Promise<SubprocessResult> {
  options.signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const stdout: Buffer[] = []
    let outputBytes = 0
    let stderr = ''
    const fail = (reason: unknown) => {
      killGroup(child.pid)
      settle(() => reject(reason))
    }
    const onAbort = () => fail(options.signal.reason)
    const timer = setTimeout(() => fail(new SubprocessError('time')), options.limits.timeMs)
    const settle = (answer: () => void) => {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', onAbort)
      answer()
    }
    options.signal.addEventListener('abort', onAbort, { once: true })
    child.stdout.on('data', (chunk: Buffer) => {
      outputBytes += chunk.length
      if (outputBytes > options.limits.outputBytes) fail(new SubprocessError('output'))
      else stdout.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-STDERR_BYTES)
    })
    child.once('error', (cause) => fail(new SubprocessError('missing', { cause })))
    child.once('close', (exitCode) =>
      settle(() => resolve({ exitCode, stdout: Buffer.concat(stdout), stderr })),
    )
  })
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The process has ended by itself in between.
  }
}
