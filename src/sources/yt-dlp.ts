import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Clock, systemClock } from '../base/clock.ts'
import { limitedBy } from '../base/process-limits.ts'
import { SegueError } from '../domain/errors.ts'
import type { Media } from '../domain/media.ts'
import type { FoundTrack, Track } from '../domain/track.ts'
import type { GuardedProxy } from '../net/proxy.ts'
import type { ProxyLease } from '../net/proxy-lease.ts'
import type { Log } from '../observability/log.ts'
import type { Source } from './source.ts'
import { run, SubprocessError, type SubprocessLimits } from './subprocess.ts'
import { Turns } from './turns.ts'
import { ytdlpFailure } from './yt-dlp-failure.ts'
import { httpMedia, parseInfo, parseLocator, transportOf, type YtdlpEntry } from './yt-dlp-info.ts'

export interface YtdlpOptions {
  /** A path, or a name to look for in PATH. */
  readonly program: string
  /** What runs a site's JavaScript. */
  readonly bunPath: string
  /** Its cache and working folder lie below. */
  readonly dataDir: string
  readonly proxy: GuardedProxy
  readonly log: Log
  readonly clock?: Clock
  readonly limits?: SubprocessLimits
  /** Told of each look for a stream that is still fresh, for metrics. */
  readonly recalled?: (hit: boolean) => void
}

/**
 * It holds a page whole and unpacked, so that one of some MB can grow to any size. The second is for a
 * segment of a stream, which it writes to a file of its own before it hands it on.
 */
const MEMORY = { dataBytes: 1024 ** 3, fileBytes: 256 * 1024 ** 2 }
/** How prlimit ends when the program, or what its first line names, is not there or not to be run. */
const CANNOT_START: ReadonlySet<number | null> = new Set([126, 127])
const LIMITS: SubprocessLimits = { timeMs: 45_000, outputBytes: 32 * 1024 * 1024 }
/** Each run is a Python interpreter: about a second of one core and 80 MB. */
const RUNS_AT_ONCE = 3
const MAX_ENTRIES = 500
/** A stream found a moment ago is used once instead of asking again; signed links live for hours. */
const FRESH_MS = 120_000
const FRESH_STREAMS = 50

/** Bytes behind one URL: our own reader fetches them, from any offset. */
const PLAIN = "[protocol~='^https?$']"
/** What yt-dlp itself puts together. The list keeps out file:, ftp: and what it would hand to other programs. */
const CARRIED = "[protocol~='^(https?|m3u8|m3u8_native|http_dash_segments)$']"
/**
 * Audio alone, plain before segments, Opus in WebM before AAC; else a film that is no larger than
 * its sound needs.
 */
const FORMAT = [
  `bestaudio[ext=webm]${PLAIN}`,
  `bestaudio[ext=m4a]${PLAIN}`,
  `bestaudio${PLAIN}`,
  `bestaudio${CARRIED}`,
  `best[height<=?480]${PLAIN}`,
  `best[height<=?480]${CARRIED}`,
  `best${CARRIED}`,
].join('/')

/**
 * Everything that yt-dlp knows. It runs as a process without a shell, reads no configuration or
 * plugins of the machine's, executes nothing but Bun, and reaches the network only through the
 * guarded proxy.
 */
export class YtDlp implements Source, Disposable {
  readonly name = 'yt-dlp'
  readonly #options: YtdlpOptions
  readonly #clock: Clock
  readonly #turns = new Turns(RUNS_AT_ONCE)
  /** For processes that the engine starts: they outlive the call that describes them. */
  readonly #lasting: ProxyLease
  readonly #fresh = new Map<string, { entry: YtdlpEntry; untilMs: number }>()

  constructor(options: YtdlpOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#lasting = options.proxy.lease()
  }

  accepts(query: string): boolean {
    return /^https?:\/\//i.test(query)
  }

  /** Tracks of a page; a list is cut after 500. */
  async find(query: string, signal: AbortSignal): Promise<FoundTrack[]> {
    const entries = await this.#ask(
      query,
      ['--flat-playlist', `--playlist-items=1:${MAX_ENTRIES}`],
      signal,
    )
    if (entries.length === 0) throw new SegueError('nothing-found')
    for (const entry of entries) this.#remember(entry)
    return entries.map((entry) => entry.track)
  }

  /** The best match of a search for words, as one track. */
  async search(text: string, signal: AbortSignal): Promise<FoundTrack[]> {
    const found = await this.find(`ytsearch1:${text}`, signal)
    return found.slice(0, 1)
  }

  async open(track: Track, signal: AbortSignal): Promise<Media> {
    const { url, item } = parseLocator(track.locator)
    const entry =
      this.#recall(track.locator) ??
      (await this.#ask(url, ['--no-flat-playlist', `--playlist-items=${item}`], signal)).at(0)
    const stream = entry?.stream
    if (stream === null || stream === undefined) throw new SegueError('unsupported', url)
    const transport = transportOf(stream)
    if (transport === null) {
      throw new SegueError(stream.live ? 'live-segments' : 'unsupported', stream.protocol)
    }
    return transport === 'http' ? httpMedia(stream) : this.#process(url, item)
  }

  /** Ends its right to the proxy, and with it what processes of its could still fetch. */
  [Symbol.dispose](): void {
    this.#lasting[Symbol.dispose]()
  }

  #process(url: string, item: number): Media {
    const args = [...this.#arguments(), `--playlist-items=${item}`, '--output=-', '--', url]
    return {
      kind: 'process',
      argv: [...limitedBy(MEMORY), this.#program, ...args],
      env: this.#env(this.#lasting),
    }
  }

  async #ask(query: string, how: readonly string[], signal: AbortSignal): Promise<YtdlpEntry[]> {
    using _turn = await this.#turns.take(signal)
    using lease = this.#options.proxy.lease()
    const result = await this.#run([...how, '--dump-single-json', '--', query], lease, signal)
    // With an exit code of failure, what could be read of a list is there all the same.
    const entries = result.stdout.trim() === '' ? [] : this.#parse(result.stdout)
    if (entries.length > 0 || result.exitCode === 0) return entries
    if (CANNOT_START.has(result.exitCode)) throw new SegueError('ytdlp-missing', result.stderr)
    const failure = ytdlpFailure(result.stderr)
    this.#options.log.info('yt-dlp failed', { code: failure.code, detail: failure.detail })
    throw lease.refused === null ? failure : new SegueError(lease.refused)
  }

  async #run(how: readonly string[], lease: ProxyLease, signal: AbortSignal) {
    await mkdir(this.#folder, { recursive: true })
    try {
      const [program = '', ...args] = [...limitedBy(MEMORY), this.#program, ...this.#arguments()]
      return await run(program, [...args, ...how], {
        env: this.#env(lease),
        cwd: this.#folder,
        limits: this.#options.limits ?? LIMITS,
        signal,
      })
    } catch (error) {
      if (!(error instanceof SubprocessError)) throw error
      const code = error.reason === 'missing' ? 'ytdlp-missing' : 'ytdlp-failed'
      const timedOut = error.reason === 'time' ? 'source-timeout' : code
      throw new SegueError(timedOut, `limit: ${error.reason}`, { cause: error })
    }
  }

  #parse(json: string): YtdlpEntry[] {
    try {
      return parseInfo(json)
    } catch (cause) {
      throw new SegueError('ytdlp-failed', 'no JSON', { cause })
    }
  }

  #remember(entry: YtdlpEntry): void {
    if (entry.stream === null) return
    const [oldest] = this.#fresh.keys()
    if (this.#fresh.size >= FRESH_STREAMS && oldest !== undefined) this.#fresh.delete(oldest)
    this.#fresh.set(entry.track.locator, { entry, untilMs: this.#clock.now() + FRESH_MS })
  }

  #recall(locator: string): YtdlpEntry | null {
    const known = this.#fresh.get(locator)
    this.#fresh.delete(locator)
    const isFresh = known !== undefined && known.untilMs > this.#clock.now()
    this.#options.recalled?.(isFresh)
    return isFresh ? known.entry : null
  }

  get #folder(): string {
    return resolve(this.#options.dataDir, 'yt-dlp')
  }

  /** Whether the program is there and may be run; without it every call rejects with 'ytdlp-missing'. */
  get installed(): boolean {
    return this.#path !== null
  }

  /** A name is looked for on the PATH; a path is meant as seen from here, while the program works elsewhere. */
  get #path(): string | null {
    const { program } = this.#options
    return Bun.which(program.includes('/') ? resolve(program) : program)
  }

  get #program(): string {
    const path = this.#path
    if (path === null) throw new SegueError('ytdlp-missing')
    return path
  }

  #arguments(): string[] {
    return [
      '--ignore-config',
      '--no-plugin-dirs',
      '--no-remote-components',
      '--no-js-runtimes',
      `--js-runtimes=bun:${this.#options.bunPath}`,
      `--cache-dir=${join(this.#folder, 'cache')}`,
      // Without FFmpeg it can't hand a URL to a program that knows nothing of the guard.
      `--ffmpeg-location=${join(this.#folder, 'no-ffmpeg')}`,
      '--downloader=native',
      '--no-update',
      '--no-exec',
      '--no-cookies',
      '--no-playlist',
      '--no-warnings',
      '--no-progress',
      '--quiet',
      '--ignore-errors',
      '--color=no_color',
      '--socket-timeout=10',
      '--retries=1',
      '--extractor-retries=1',
      '--fragment-retries=3',
      `--format=${FORMAT}`,
    ]
  }

  /** All that it inherits. The proxy's address is a secret, so it stands here, not in the arguments. */
  #env(lease: ProxyLease): Record<string, string> {
    return {
      PATH: `${dirname(this.#program)}:/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin`,
      HOME: homedir(),
      LANG: 'C.UTF-8',
      XDG_CONFIG_HOME: this.#folder,
      XDG_CACHE_HOME: this.#folder,
      YTDLP_NO_PLUGINS: '1',
      http_proxy: lease.url,
      https_proxy: lease.url,
      all_proxy: lease.url,
    }
  }
}
