import { resolve } from 'node:path'
import { type Clock, systemClock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import { fold } from '../../base/fold.ts'
import type { GuildId } from '../../base/ids.ts'
import type { Related } from '../../domain/autoplay.ts'
import type { Media } from '../../domain/media.ts'
import { songsOf } from '../../domain/song.ts'
import {
  type Found,
  type FoundTrack,
  type SearchPlace,
  type Track,
  whole,
} from '../../domain/track.ts'
import type { GuardedProxy } from '../../net/proxy.ts'
import type { ProxyLease } from '../../net/proxy-lease.ts'
import { reasonOf } from '../../observability/logger.ts'
import { isPart, partIn } from '../part-locator.ts'
import type { QuickFinder } from '../quick-finder.ts'
import { mixPage, type Wanted } from '../related.ts'
import type { Asking, Source, SourceHealth, WordSearch } from '../source.ts'
import type { SubprocessLimits } from '../subprocess.ts'
import { type TurnLimits, Turns } from '../turns.ts'
import { YtdlpCommand, type YtdlpCommandOptions } from './command.ts'
import { FreshStreams } from './fresh-streams.ts'
import { YtdlpHealth } from './health.ts'
import {
  isItemOfPage,
  mediaBy,
  parseLocator,
  type Stretch,
  transportOf,
  type YtdlpEntry,
  type YtdlpList,
} from './info.ts'
import { FIRST_PAGE, itemsOf, LATER_PAGES } from './pages.ts'
import { probeYtdlp } from './probe.ts'
import { SELECTING, YtdlpRuns, type YtdlpRunsOptions } from './runs.ts'

export interface YtdlpOptions extends YtdlpCommandOptions {
  /** Its connections leave this host as `access` says. */
  readonly proxy: GuardedProxy
  readonly clock?: Clock
  readonly limits?: SubprocessLimits
  /** Asked first for links, and for several matches of words at SoundCloud; nothing is unless given. */
  readonly quick?: QuickFinder | null
  /** As `YtdlpRunsOptions` has it, for metrics. */
  readonly ended?: NonNullable<YtdlpRunsOptions['ended']>
  /** Called after each look for a stream that's still fresh, for metrics. */
  readonly recalled?: (hit: boolean) => void
}

/** How yt-dlp calls the searches of sites; a number and words follow. */
const SEARCHES: Readonly<Record<Exclude<SearchPlace, 'library'>, string>> = {
  youtube: 'ytsearch',
  soundcloud: 'scsearch',
}

/** Each run is a Python interpreter: about a second of one core and 80 MB. */
const FINDING: TurnLimits = { atOnce: 3, perServer: 1, waitingPerServer: 8 }
/** Later pages of lists, which nobody waits for: a limit of its own keeps them behind one another. */
const LISTING: TurnLimits = { atOnce: 2, perServer: 1, waitingPerServer: 8 }
/** A limit of its own, so that the next track doesn't wait for people's searches. */
const OPENING: TurnLimits = { atOnce: 3, perServer: 2, waitingPerServer: 8 }
/** Related tracks that a site is asked for. */
const RELATED = 25

/**
 * All sites that yt-dlp knows. yt-dlp runs as a process without a shell, reads none of the
 * machine's configuration or plugins, executes nothing but a JavaScript runtime, and reaches the
 * network only through the guarded proxy.
 */
export class YtDlp implements Source, AsyncDisposable {
  readonly name = 'yt-dlp'
  readonly places = ['youtube', 'soundcloud'] as const
  readonly #options: YtdlpOptions
  readonly #command: YtdlpCommand
  readonly #runs: YtdlpRuns
  readonly #health = new YtdlpHealth()
  readonly #finding = new Turns(FINDING)
  readonly #listing = new Turns(LISTING)
  readonly #opening = new Turns(OPENING)
  readonly #closed = new AbortController()
  /** For processes that the engine starts: they outlive the call that describes them. */
  readonly #lasting: ProxyLease
  readonly #fresh: FreshStreams

  constructor(options: YtdlpOptions) {
    this.#options = options
    this.#command = new YtdlpCommand(options)
    this.#runs = new YtdlpRuns(this.#command, {
      ...options,
      ended: (site, code) => {
        this.#health.ended(code)
        options.ended?.(site, code)
      },
    })
    this.#fresh = new FreshStreams(options.clock ?? systemClock, options.recalled)
    this.#lasting = options.proxy.lease()
  }

  owns(text: string): boolean {
    return /^https?:\/\//i.test(text)
  }

  /** Tracks of a page; of a longer list the first `LIST_LIMIT`, and then 'list-too-long'. */
  async find(query: string, asking: Asking): Promise<Found> {
    const { server, signal } = asking
    const quick = await this.#options.quick?.find(query, asking)
    if (quick !== null && quick !== undefined) return quick
    using _turn = await this.#finding.take(server, signal)
    const { entries, more, total } = await this.#askForPage(query, FIRST_PAGE, signal)
    const tracks = this.#noted(entries)
    return more ? { tracks, total, rest: (s) => this.#rest(query, server, s) } : whole(tracks)
  }

  /** The best matches of a search for words, at most `limit`. */
  async search({ words, limit, place }: WordSearch, { server, signal }: Asking): Promise<Found> {
    if (place === 'library') throw new SegueError('nothing-found', place)
    const query = `${SEARCHES[place]}${limit}:${words}`
    const isQuick = place === 'soundcloud' && limit > 1
    const quick = isQuick ? await this.#options.quick?.searchSoundcloud(words, limit, signal) : null
    if (quick !== null && quick !== undefined) return quick
    using _turn = await this.#finding.take(server, signal)
    const { entries } = await this.#runs.ask(
      query,
      ['--flat-playlist'],
      { from: 1, to: limit },
      signal,
    )
    return whole(this.#noted(entries))
  }

  /** What a site plays after a track, and what it finds of its artist; best first. */
  async related(track: FoundTrack, mode: Wanted, { server, signal }: Asking): Promise<Related[]> {
    if (!this.installed) return []
    const [{ artist }] = songsOf(track)
    const mix = mode === 'artist' ? null : mixPage(track)
    const isBy = mode === 'artist' || mode === 'mixed' || mix === null
    const search = artist !== null && isBy ? `ytsearch${RELATED}:${artist}` : null
    const [similar, own] = await Promise.all([
      mix === null ? [] : this.#list(mix, server, signal),
      search === null ? [] : this.#list(search, server, signal),
    ])
    const isOwn = (one: FoundTrack) =>
      songsOf(one).some((song) => fold(song.artist ?? '') === fold(artist ?? ''))
    const byArtist = own.filter(isOwn).map((one): Related => ({ track: one, by: 'artist' }))
    const bySite = similar.map((one): Related => ({ track: one, by: 'similar' }))
    return mode === 'mixed' ? zipped(bySite, byArtist) : [...bySite, ...byArtist]
  }

  async #list(query: string, server: GuildId, signal: AbortSignal): Promise<FoundTrack[]> {
    using _turn = await this.#finding.take(server, signal)
    const stretch = { from: 1, to: RELATED }
    const how = ['--flat-playlist', '--yes-playlist', itemsOf(stretch)]
    const { entries } = await this.#runs.ask(query, how, stretch, signal)
    return entries.map(({ track }) => track)
  }

  async open(track: Track, { server, signal }: Asking): Promise<Media> {
    const { whole: locator, part } = partIn(track.locator)
    const { url, item } = parseLocator(locator)
    const entry = this.#fresh.recall(locator) ?? (await this.#askFor(url, item, server, signal))
    const stream = entry?.stream
    if (stream === null || stream === undefined) throw new SegueError('unsupported', url)
    const transport = transportOf(stream)
    if (transport === null) {
      throw new SegueError(stream.live ? 'live-segments' : 'unsupported', stream.protocol)
    }
    if (transport === 'process') return { ...(await this.#process(url, item)), ...part }
    // A site's signed links only work for the address that asked for them.
    const { proxy, sourceAddress } = this.#options.access
    const isStraight = proxy === null && sourceAddress === null
    const via = isStraight ? null : this.#lasting.url
    return { ...mediaBy(transport, stream, track, via), ...part }
  }

  /** The page, where it holds nothing else. */
  queryFor({ locator }: FoundTrack): string | null {
    return isItemOfPage(locator) || isPart(locator) ? null : locator
  }

  /** Uses that program from now on, and forgets what the one before found. Never rejects. */
  async reload(program: string): Promise<string | null> {
    this.#command.use(program)
    this.#fresh.clear()
    return await this.announce()
  }

  /** The version of a program that could be used; rejects where it couldn't. */
  probe(program: string, signal: AbortSignal): Promise<string> {
    return probeYtdlp({ ...this.#options, program: resolve(program) }, signal)
  }

  /** Logs the versions of yt-dlp and of its runtime. Resolves with yt-dlp's; null: it doesn't run. Never rejects. */
  async announce(): Promise<string | null> {
    const { signal } = this.#closed
    const { log } = this.#options
    try {
      const version = await this.#runs.version(signal)
      this.#health.is(version)
      const runtime = await this.#command.runtime()
      const told = runtime === null ? 'none' : `${runtime.name} ${runtime.version}`
      log.info('yt-dlp', { version, runtime: told })
      if (runtime === null || runtime.name === 'bun') {
        log.warn(
          'yt-dlp has no JavaScript runtime that it will keep supporting; run script/bootstrap to install Deno',
          {
            runtime: told,
          },
        )
      }
      return version
    } catch (error) {
      if (!signal.aborted) log.warn('yt-dlp doesn’t run', reasonOf(error))
      return null
    }
  }

  health(): SourceHealth {
    return this.#health.of(this.installed)
  }

  /** Ends its lease of the proxy, so that its processes can't fetch anything any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed.abort()
    this.#lasting[Symbol.dispose]()
    await this.#command[Symbol.asyncDispose]()
  }

  /** The tracks, whose streams are remembered; rejects with 'nothing-found' for none. */
  #noted(entries: readonly YtdlpEntry[]): FoundTrack[] {
    if (entries.length === 0) throw new SegueError('nothing-found')
    for (const entry of entries) this.#fresh.remember(entry)
    return entries.map(({ track }) => track)
  }

  async *#rest(query: string, server: GuildId, signal: AbortSignal) {
    for (const stretch of LATER_PAGES) {
      const { entries, more } = await this.#pageInTurn(query, stretch, server, signal)
      if (entries.length > 0) yield entries.map((entry) => entry.track)
      if (!more) return
    }
    throw new SegueError('list-too-long')
  }

  async #pageInTurn(query: string, stretch: Stretch, server: GuildId, signal: AbortSignal) {
    using _turn = await this.#listing.take(server, signal)
    return await this.#askForPage(query, stretch, signal)
  }

  async #askForPage(query: string, stretch: Stretch, signal: AbortSignal): Promise<YtdlpList> {
    return await this.#runs.ask(query, ['--flat-playlist', itemsOf(stretch)], stretch, signal)
  }

  async #process(url: string, item: number): Promise<Media> {
    const args = [...SELECTING, `--playlist-items=${item}`, '--output=-', '--', url]
    return { kind: 'process', ...(await this.#command.lasting(args, this.#lasting)) }
  }

  async #askFor(url: string, item: number, server: GuildId, signal: AbortSignal) {
    using _turn = await this.#opening.take(server, signal)
    const how = ['--no-flat-playlist', `--playlist-items=${item}`]
    return (await this.#runs.ask(url, how, { from: item, to: item }, signal)).entries.at(0)
  }

  /**
   * Whether the program exists and can be run; without it every call rejects with 'ytdlp-missing'.
   */
  get installed(): boolean {
    return this.#command.path !== null
  }
}

function zipped<T>(one: readonly T[], other: readonly T[]): T[] {
  const longest = one.length > other.length ? one : other
  return longest.flatMap((_, at) => [...one.slice(at, at + 1), ...other.slice(at, at + 1)])
}
