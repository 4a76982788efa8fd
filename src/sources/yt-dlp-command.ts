import { mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { limitedBy } from '../base/process-limits.ts'
import { SegueError } from '../domain/errors.ts'
import type { ProxyLease } from '../net/proxy-lease.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import { CookieCopies } from './cookie-copies.ts'
import { findJsRuntime, type JsRuntime } from './js-runtime.ts'

/** What helps on hosts whose address a site refuses; all of it is off unless the host says otherwise. */
export interface YtdlpAccess {
  /** Cookies of an account, as browsers export them (Netscape format). They can cost the account. */
  readonly cookiesFile: string | null
  /** A proxy that yt-dlp's connections, and those to what it found, leave by; may hold a password. */
  readonly proxy: string | null
  /** The address of this host's that they leave from. */
  readonly sourceAddress: string | null
  /** A folder of plugins: programs of others, with the rights of the bot. */
  readonly pluginDir: string | null
  /** A server that makes proof-of-origin tokens, for the plugin of bgutil-ytdlp-pot-provider. */
  readonly potProviderUrl: string | null
}

export interface YtdlpCommandOptions {
  /** A path, or a name to look for in PATH. */
  readonly program: string
  /** What runs a site's JavaScript where there's neither Deno nor Node. */
  readonly bunPath: string
  /** Its cache and working folder lie below. */
  readonly dataDir: string
  readonly access: YtdlpAccess
  readonly log: Log
}

/** A command line without a shell, and all that the process inherits. */
export interface CommandLine {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * It holds a page whole and unpacked, so that one of some MB can grow to any size. The second is for a
 * segment of a stream, which it writes to a file of its own before it hands it on.
 */
const MEMORY = { dataBytes: 1024 ** 3, fileBytes: 256 * 1024 ** 2 }

/** How yt-dlp is started: which program, with what runtime, and what it may do. */
export class YtdlpCommand implements AsyncDisposable {
  readonly #options: YtdlpCommandOptions
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
    // A name is looked for on the PATH; a path is meant as seen from here, while the program works elsewhere.
    return Bun.which(program.includes('/') ? resolve(program) : program)
  }

  /** What runs a site's JavaScript, looked for once, whoever asks first. */
  runtime(): Promise<JsRuntime | null> {
    const places = { ytdlp: this.#program, bunPath: this.#options.bunPath }
    this.#runtime ??= findJsRuntime(places, this.#closed.signal)
    return this.#runtime
  }

  /** The command line of one run that `use` starts and waits for; its copy of the cookies goes with it. */
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

  /** Without cookies that can't be read it goes on: most of what people play needs none. */
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
      // Without FFmpeg it can't hand a URL to a program that knows nothing of the guard.
      `--ffmpeg-location=${join(this.folder, 'no-ffmpeg')}`,
    ]
  }

  /** All that it inherits. The proxy's address is a secret, so it stands here, not in the arguments. */
  #env(lease: ProxyLease): Record<string, string> {
    return {
      PATH: `${dirname(this.#program)}:/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin`,
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

/** No clients of a site are named here: which of them work changes several times a year, and yt-dlp knows. */
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
