import { codeOf, type ErrorCode, SegueError } from '../../base/error.ts'
import type { GuardedProxy } from '../../net/proxy.ts'
import type { ProxyLease } from '../../net/proxy-lease.ts'
import type { Log } from '../../observability/log.ts'
import { run, SubprocessError, type SubprocessLimits } from '../subprocess.ts'
import type { YtdlpCommand } from './command.ts'
import { ytdlpFailure } from './failure.ts'
import { NOTHING, type Stretch, type YtdlpList } from './info.ts'
import { readInfo } from './info-reader.ts'
import { siteOf } from './site.ts'
import { YtdlpWarnings } from './warnings.ts'

/**
 * prlimit's exit codes when the program, or the interpreter in its first line, is missing or can't
 * be run.
 */
const CANNOT_START: ReadonlySet<number | null> = new Set([126, 127])
const LIMITS: SubprocessLimits = { timeMs: 45_000, outputBytes: 32 * 1024 * 1024 }
/** Bytes behind one URL: our own reader fetches them, from any offset. */
const PLAIN = "[protocol~='^https?$']"
/**
 * Protocols whose pieces yt-dlp itself joins. The list keeps out file:, ftp: and those that it
 * would pass to other programs.
 */
const CARRIED = "[protocol~='^(https?|m3u8|m3u8_native|http_dash_segments)$']"
/**
 * Audio only, plain before segments, Opus before AAC, since it can pass through unchanged; otherwise a
 * video, which needn't be larger than its sound requires.
 */
const FORMAT = [
  `bestaudio[acodec=opus]${PLAIN}`,
  `bestaudio[ext=webm]${PLAIN}`,
  `bestaudio[ext=m4a]${PLAIN}`,
  `bestaudio${PLAIN}`,
  `bestaudio${CARRIED}`,
  `best[height<=?480]${PLAIN}`,
  `best[height<=?480]${CARRIED}`,
  `best${CARRIED}`,
].join('/')

/**
 * The log's message when a site refuses the host's address: only the host can do something about
 * that.
 */
const REFUSED_ADDRESS =
  'a site blocks this host’s address; set YTDLP_PROXY, YTDLP_SOURCE_ADDRESS, POT_PROVIDER_URL or YTDLP_COOKIES_FILE'

/** Which stream of a page is wanted. */
export const SELECTING = [`--format=${FORMAT}`]

export interface YtdlpRunsOptions {
  /** What yt-dlp fetches goes through it. */
  readonly proxy: GuardedProxy
  readonly log: Log
  readonly limits?: SubprocessLimits
  /** Called after each look at a page or a search, with its site's name of a fixed set; null: it found something. */
  readonly ended?: (site: string, code: ErrorCode | null) => void
}

/** Runs yt-dlp for one answer at a time, and makes of what it says tracks or a failure. */
export class YtdlpRuns {
  readonly #command: YtdlpCommand
  readonly #options: YtdlpRunsOptions
  readonly #warnings: YtdlpWarnings

  constructor(command: YtdlpCommand, options: YtdlpRunsOptions) {
    this.#command = command
    this.#options = options
    this.#warnings = new YtdlpWarnings(options.log)
  }

  /** The version, as yt-dlp says it. Rejects when it doesn't run. */
  async version(signal: AbortSignal): Promise<string> {
    using lease = this.#options.proxy.lease()
    const { stdout, exitCode } = await this.#start(['--version'], lease, signal)
    const version = stdout.toString('utf8').trim().slice(0, 40)
    if (exitCode !== 0 || version === '') throw new SegueError('ytdlp-failed', 'it has no version')
    return version
  }

  /**
   * What's at an address, or what a search such as `ytsearch5:words` finds; `how`: further options.
   * Rejects with a `SegueError` that says why there's nothing.
   */
  async ask(
    query: string,
    how: readonly string[],
    stretch: Stretch,
    signal: AbortSignal,
  ): Promise<YtdlpList> {
    const { ended } = this.#options
    try {
      const list = await this.#asked(query, how, stretch, signal)
      ended?.(siteOf(query), null)
      return list
    } catch (error) {
      if (!signal.aborted) ended?.(siteOf(query), codeOf(error))
      throw error
    }
  }

  async #asked(
    query: string,
    how: readonly string[],
    stretch: Stretch,
    signal: AbortSignal,
  ): Promise<YtdlpList> {
    using lease = this.#options.proxy.lease()
    const args = [...SELECTING, ...how, '--dump-single-json', '--', query]
    const result = await this.#start(args, lease, signal)
    this.#warnings.read(result.stderr)
    // Even when yt-dlp exits with a failure, its output has the readable part of a list.
    const isBlank = result.stdout.length < 16 && result.stdout.toString('utf8').trim() === ''
    const list = isBlank ? NOTHING : await readInfo(result.stdout, stretch, signal)
    if (list.entries.length > 0 || result.exitCode === 0) return list
    if (CANNOT_START.has(result.exitCode)) throw new SegueError('ytdlp-missing', result.stderr)
    const failure = ytdlpFailure(result.stderr)
    const { log } = this.#options
    log.info('yt-dlp failed', { code: failure.code, detail: failure.detail })
    if (failure.code === 'host-refused') log.warn(REFUSED_ADDRESS, { detail: failure.detail })
    throw lease.refused === null ? failure : new SegueError(lease.refused)
  }

  async #start(args: readonly string[], lease: ProxyLease, signal: AbortSignal) {
    try {
      return await this.#command.with(args, lease, ({ argv: [program = '', ...rest], env }) =>
        run(program, rest, {
          env,
          cwd: this.#command.folder,
          limits: this.#options.limits ?? LIMITS,
          signal,
        }),
      )
    } catch (error) {
      if (!(error instanceof SubprocessError)) throw error
      const code = error.reason === 'missing' ? 'ytdlp-missing' : 'ytdlp-failed'
      const timedOut = error.reason === 'time' ? 'source-timeout' : code
      throw new SegueError(timedOut, `limit: ${error.reason}`, { cause: error })
    }
  }
}
