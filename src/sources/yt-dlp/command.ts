import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { SegueError } from '../../base/error.ts'
import { limitedBy } from '../../base/process-limits.ts'
import type { ProxyLease } from '../../net/proxy-lease.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import { CookieCopies } from './cookie-copies.ts'
import { BUNDLED } from './installed.ts'
import { findJsRuntime, type JsRuntime } from './js-runtime.ts'

/** Settings for hosts whose address a site refuses; all are off unless set. */
export interface YtdlpAccess {
  /** Cookies of an account, as browsers export them (Netscape format). They can cost the account. */
  readonly cookiesFile: string | null
  /**
   * A proxy for yt-dlp's connections and for those to the media that it found; may contain a
   * password.
   */
  readonly proxy: string | null
  /** This host's address to connect from. */
  readonly sourceAddress: string | null
  /** A folder of plugins: other people's programs, which run with the bot's rights. */
  readonly pluginDir: string | null
  /** A server that makes proof-of-origin tokens, for the plugin of bgutil-ytdlp-pot-provider. */
  readonly potProviderUrl: string | null
}

export interface YtdlpCommandOptions {
  /** A path, or a name to look for in PATH. */
  readonly program: string
  /** What runs a site's JavaScript where there's neither Deno nor Node. */
  readonly bunPath: string
  /** The folder for its cache and working folder. */
  readonly dataDir: string
  readonly access: YtdlpAccess
  readonly log: Log
}

/** A command line without a shell, and the whole environment of the process. */
export interface CommandLine {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * yt-dlp holds a whole page unpacked, so that one of some MB can grow to any size. The second limit
 * is for a segment of a stream, which yt-dlp writes to a file before it passes it on.
 */
const MEMORY = { dataBytes: 1024 ** 3, fileBytes: 256 * 1024 ** 2 }

/** How yt-dlp is started: the program, its JavaScript runtime and its limits. */
export class YtdlpCommand implements AsyncDisposable {
  #options: YtdlpCommandOptions
  readonly #cookies: CookieCopies | null
  readonly #closed = new AbortController()
  #runtime: Promise<JsRuntime | null> | null = null

  constructor(options: YtdlpCommandOptions) {
    const { cookiesFile } = options.access
    const copies = resolve(options.dataDir, 'cookies')
    this.#options = options
    this.#cookies = cookiesFile === null ? null : new CookieCopies(cookiesFile, copies)
  }

  get folder(): string {
    return resolve(this.#options.dataDir, 'yt-dlp')
  }

  /** The program; null while it isn't there or may not be run. */
  get path(): string | null {
    const { program } = this.#options
    // A name is looked up on the PATH; a path is made absolute, since the program runs in another
    // folder.
    return Bun.which(program.includes('/') ? resolve(program) : program)
  }

  /** Uses that program from now on; its runtime is looked up again. */
  use(program: string): void {
    this.#options = { ...this.#options, program }
    this.#runtime = null
  }

  /** The program that runs a site's JavaScript, looked up once. */
  runtime(): Promise<JsRuntime | null> {
    const places = { ytdlp: this.#program, bunPath: this.#options.bunPath, bundled: BUNDLED }
    this.#runtime ??= findJsRuntime(places, this.#closed.signal)
    return this.#runtime
  }

  /**
   * The command line of one run that `use` starts and waits for; its copy of the cookies is deleted
   * afterwards.
   */
  async with<T>(
    args: readonly string[],
    lease: ProxyLease,
    use: (line: CommandLine) => Promise<T>,
  ): Promise<T> {
    await using cookies = await this.#copied((copies) => copies.take())
    return await use(await this.#line(args, lease, cookies?.path ?? null))
  }

  /** The command line of a process that is started later, and perhaps again. */
  async lasting(args: readonly string[], lease: ProxyLease): Promise<CommandLine> {
    const cookies = await this.#copied((copies) => copies.keep())
    return await this.#line(args, lease, cookies)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort()
    await this.#cookies?.[Symbol.asyncDispose]()
  }

  get #program(): string {
    if (this.path === null) throw new SegueError('ytdlp-missing')
    return this.path
  }

  /**
   * When the cookies can't be read, yt-dlp runs without them: most of what people play needs none.
   */
  async #copied<T>(copy: (copies: CookieCopies) => Promise<T>): Promise<T | null> {
    if (this.#cookies === null) return null
    try {
      return await copy(this.#cookies)
    } catch (error) {
      this.#options.log.warn('couldn’t read YTDLP_COOKIES_FILE, so yt-dlp runs without cookies', {
        ...reasonOf(error),
      })
      return null
    }
  }

  async #line(
    args: readonly string[],
    lease: ProxyLease,
    cookies: string | null,
  ): Promise<CommandLine> {
    await mkdir(this.folder, { recursive: true })
    const runtime = await this.runtime()
    const how = [...ALWAYS, ...this.#arguments(runtime, cookies)]
    return { argv: [...limitedBy(MEMORY), this.#program, ...how, ...args], env: this.#env(lease) }
  }

  #arguments(runtime: JsRuntime | null, cookies: string | null): string[] {
    const { pluginDir, potProviderUrl } = this.#options.access
    return [
      ...(runtime === null ? [] : [`--js-runtimes=${runtime.name}:${runtime.path}`]),
      '--no-plugin-dirs',
      ...(pluginDir === null ? [] : [`--plugin-dirs=${resolve(pluginDir)}`]),
      ...(potProviderUrl === null
        ? []
        : [`--extractor-args=youtubepot-bgutilhttp:base_url=${potProviderUrl}`]),
      cookies === null ? '--no-cookies' : `--cookies=${cookies}`,
      `--cache-dir=${join(this.folder, 'cache')}`,
      // Without FFmpeg, yt-dlp can't pass a URL to a program that bypasses the guard.
      `--ffmpeg-location=${join(this.folder, 'no-ffmpeg')}`,
    ]
  }

  /** The whole environment. The proxy's URL is a secret, so it's here and not in the arguments. */
  #env(lease: ProxyLease): Record<string, string> {
    return {
      // An update is a program for Python, which comes with the bot where the system has none.
      PATH: `${dirname(this.#program)}:${BUNDLED}:/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin`,
      HOME: homedir(),
      LANG: 'C.UTF-8',
      XDG_CONFIG_HOME: this.folder,
      XDG_CACHE_HOME: this.folder,
      DENO_DIR: join(this.folder, 'deno'),
      DENO_NO_UPDATE_CHECK: '1',
      ...(this.#options.access.pluginDir === null ? { YTDLP_NO_PLUGINS: '1' } : {}),
      http_proxy: lease.url,
      https_proxy: lease.url,
      all_proxy: lease.url,
    }
  }
}

/**
 * A site's clients aren't chosen here: which of them work changes several times a year, and yt-dlp
 * keeps track.
 */
const ALWAYS = [
  '--ignore-config',
  '--no-remote-components',
  '--no-js-runtimes',
  '--downloader=native',
  '--no-update',
  '--no-exec',
  '--no-playlist',
  '--no-progress',
  '--quiet',
  '--ignore-errors',
  '--color=no_color',
  '--socket-timeout=10',
  '--retries=1',
  '--extractor-retries=1',
  '--fragment-retries=3',
]
