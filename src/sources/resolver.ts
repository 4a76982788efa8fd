import { systemClock } from '../base/clock.ts'
import { codeOf, type ErrorCode, SegueError } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import type { Related } from '../domain/autoplay.ts'
import type { Cover } from '../domain/cover.ts'
import type { Lyrics } from '../domain/lyrics.ts'
import type { Media } from '../domain/media.ts'
import type { Segment } from '../domain/segments.ts'
import type { Found, FoundTrack, SearchPlace, Track } from '../domain/track.ts'
import { NetError } from '../net/net-error.ts'
import type {
  Attachment,
  Library,
  OfferedStation,
  Relations,
  SearchQuery,
  Station,
  Suggestion,
} from '../player/ports.ts'
import { FoundCache } from './found-cache.ts'
import { LibrarySources } from './library-sources.ts'
import type { Wanted } from './related.ts'
import type { Asking, Source, SourceHealth } from './source.ts'
import { type Sources, type SourcesOptions, startSources } from './sources.ts'
import { splitInChapters } from './split.ts'
import type { Telling } from './telling.ts'

/** Discord's limit for the text of an option. */
const MAX_QUERY_CHARS = 6000
/** Direct files first; yt-dlp may know the rest. */
const ASK_YTDLP: ReadonlySet<ErrorCode> = new Set([
  'not-audio',
  'http-status',
  'source-busy',
  'rate-limited',
  'unsupported',
])

/** Discord's limit for the value of a choice. */
const CHOICE_CHARS = 100

/** How a search fails when its site doesn't answer. */
const SEARCH_AWAY: ReadonlySet<ErrorCode> = new Set(['source-lost', 'source-timeout'])

/** How a place has nothing for words that the next one may have. */
const ASK_NEXT: ReadonlySet<ErrorCode> = new Set(['nothing-found', 'search-away'])

/** Where words are looked for, one place after the other, unless the host wants it otherwise. */
const USUAL_ORDER: readonly SearchPlace[] = ['library', 'youtube']

/**
 * Turns a query into tracks and a track into bytes. A link goes to the source that owns it: most are a
 * direct file, else a page that yt-dlp reads. Words are the best match of the host's own music, else the
 * first result of a search on YouTube, or of the place where somebody wants it.
 */
export class Resolver implements Library, Relations, AsyncDisposable {
  readonly #sources: Sources
  /** What the host has itself. */
  readonly #library: LibrarySources
  readonly #found: FoundCache
  readonly #resources: AsyncDisposable
  readonly #order: readonly SearchPlace[]
  /** What an earlier extractor found isn't recalled. */
  #extractor = 0

  private constructor(
    sources: Sources,
    resources: AsyncDisposable,
    {
      clock = systemClock,
      cache = null,
      searchOrder = USUAL_ORDER,
    }: Pick<SourcesOptions, 'clock' | 'cache' | 'searchOrder'>,
  ) {
    this.#sources = sources
    this.#library = new LibrarySources(sources.all, clock)
    this.#found = new FoundCache(cache)
    this.#resources = resources
    this.#order = searchOrder
  }

  /** Starts the sources; the library's scan goes on in the background. */
  static async create(options: SourcesOptions): Promise<Resolver> {
    const { sources, resources } = await startSources(options)
    return new Resolver(sources, resources, options)
  }

  /** The tracks to queue: several only for a list or a folder, which come in pages. */
  async find(query: string, server: GuildId, signal: AbortSignal): Promise<Found> {
    return await this.search({ text: query, limit: 1, place: null }, server, signal)
  }

  /** The same, but words find up to `limit` tracks, of which `find` would queue the first. */
  async search(query: SearchQuery, server: GuildId, signal: AbortSignal): Promise<Found> {
    const text = unwrapped(query.text.trim())
    if (text === '' || text.length > MAX_QUERY_CHARS || text.includes('\0')) {
      throw new SegueError('bad-query')
    }
    const asking = { server, signal }
    const owner = this.#sources.all.find((source) => source.owns(text))
    if (owner !== undefined) return asWanted(await this.#findLink(text, owner, asking), query)
    if (/^file:/i.test(text)) throw new SegueError('outside-library', 'no library')
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw new SegueError('unsupported', 'scheme')
    return asWanted(await this.#findWords({ ...query, text }, asking), query)
  }

  stations(text: string, signal: AbortSignal): Promise<readonly OfferedStation[]> {
    return this.#sources.radio.offer(text, signal)
  }

  station(text: string, signal: AbortSignal): Promise<Station | null> {
    return this.#sources.radio.find(text, signal)
  }

  async findAttachment(attachment: Attachment, signal: AbortSignal): Promise<Found> {
    return await this.#sources.http.findAttachment(attachment, signal)
  }

  /** Uses that yt-dlp from now on. Resolves with its version; null: it doesn't run. */
  async reloadYtdlp(program: string): Promise<string | null> {
    this.#extractor += 1
    return await this.#sources.ytdlp.reload(program)
  }

  /** Takes what people hear of tracks, for their sources. */
  get telling(): Telling {
    return this.#sources.telling
  }

  /** The version of a yt-dlp that could be used; rejects where it couldn't. */
  probeYtdlp(program: string, signal: AbortSignal): Promise<string> {
    return this.#sources.ytdlp.probe(program, signal)
  }

  /** How each source is that can fail. */
  health(): readonly SourceHealth[] {
    const { all, playDl, radio, lyrics, sponsorblock } = this.#sources
    return [
      ...all.flatMap((source) => source.health?.() ?? []),
      ...(playDl ? [playDl.health()] : []),
      ...radio.health(),
      ...lyrics.health(),
      ...(sponsorblock ? [sponsorblock.health()] : []),
    ]
  }

  /** The parts of a video that people have named; none where nobody is asked. Never rejects. */
  async segments(
    track: FoundTrack,
    server: GuildId,
    signal: AbortSignal,
  ): Promise<readonly Segment[]> {
    return (await this.#sources.sponsorblock?.segmentsOf(track, { server, signal })) ?? []
  }

  queryFor(track: FoundTrack): string | null {
    if (track.source === 'query') return short(track.locator)
    return short(this.#sourceOf(track)?.queryFor?.(track) ?? null)
  }

  async suggestWords(text: string): Promise<readonly string[]> {
    // Without yt-dlp nothing would be found for them.
    return this.#sources.ytdlp.installed ? await this.#sources.web.for(text) : []
  }

  suggest(text: string, limit: number, signal: AbortSignal): Promise<Suggestion[]> {
    return this.#library.suggest(text, limit, signal)
  }

  async open(track: Track, server: GuildId, signal: AbortSignal): Promise<Media> {
    signal.throwIfAborted()
    if (track.source === 'query') throw new SegueError('nothing-found', 'nobody has looked for it')
    const source = this.#sourceOf(track)
    if (source === undefined) throw new SegueError('gone', `no ${track.source} here`)
    return await source.open(track, { server, signal })
  }

  lyrics(track: FoundTrack, server: GuildId, signal: AbortSignal): Promise<Lyrics> {
    return this.#sources.lyrics.find(track, server, signal)
  }

  async cover(track: FoundTrack, server: GuildId, signal: AbortSignal): Promise<Cover | null> {
    return (await this.#sourceOf(track)?.cover?.(track, { server, signal })) ?? null
  }

  /**
   * Tracks that go with one, best first: of the host's own music, and of the web for what comes from
   * there or where the host has none.
   */
  async related(
    seed: FoundTrack,
    mode: Wanted,
    server: GuildId,
    signal: AbortSignal,
  ): Promise<readonly Related[]> {
    const { ytdlp } = this.#sources
    const asking = { server, signal }
    const own = await this.#library.related(seed, mode, asking)
    const isEnough = seed.source !== 'yt-dlp' && own.length > 0
    if (isEnough || !ytdlp.installed) return own
    return [...(await ytdlp.related(seed, mode, asking)), ...own]
  }

  /** Ends the proxy, the scan and its thread; repeating it is harmless. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources[Symbol.asyncDispose]()
  }

  #keyOf(...parts: readonly string[]): string {
    return JSON.stringify([this.#extractor, ...parts])
  }

  #sourceOf({ source }: FoundTrack): Source | undefined {
    return this.#sources.all.find(({ name }) => name === source)
  }

  async #findLink(link: string, owner: Source, asking: Asking): Promise<Found> {
    const { http, ytdlp } = this.#sources
    if (owner !== http) return await owner.find(link, asking)
    try {
      return await http.find(link, asking)
    } catch (error) {
      if (!ASK_YTDLP.has(codeOf(error)) || isGone(error)) throw error
      const page = () => ytdlp.find(link, asking)
      return await this.#found.find(this.#keyOf('page', link), page).catch((later: unknown) => {
        // The direct answer says more than "couldn't read that page".
        const worse = codeOf(later) === 'unsupported' || codeOf(later) === 'ytdlp-missing'
        throw statusOf(error) !== null && worse ? error : later
      })
    }
  }

  /** Place after place, until one has something. */
  async #findWords(query: SearchQuery, asking: Asking): Promise<Found> {
    const { text, limit, place } = query
    const { http, ytdlp } = this.#sources
    const address = place === null && BARE_ADDRESS.test(text) ? `https://${text}` : null
    let failure: unknown = new SegueError('nothing-found')
    for (const where of place === null ? this.#order : [place]) {
      if (where !== 'library' && address !== null) break
      try {
        if (where === 'library') return await this.#findInLibrary(query, asking)
        if (ytdlp.installed) return await this.#searchWeb(text, limit, where, asking)
        // Without yt-dlp, the library's answer stands for whoever didn't ask for a web search.
        if (place !== null) throw new SegueError('ytdlp-missing', place)
      } catch (error) {
        if (!ASK_NEXT.has(codeOf(error))) throw error
        failure = error
      }
    }
    if (address === null) throw failure
    const owner = this.#sources.all.find((source) => source.owns(address))
    return await this.#findLink(address, owner ?? http, asking)
  }

  async #findInLibrary({ text, limit, place }: SearchQuery, asking: Asking): Promise<Found> {
    const goesOn =
      place === null && this.#sources.ytdlp.installed && this.#order.at(-1) !== 'library'
    const found = await this.#library.search({ words: text, limit, goesOn }, asking)
    if (found?.foundBy !== undefined) return { ...found, foundBy: { words: text, place } }
    if (found !== null) return found
    if (!this.#library.hasFolder && /^(?:~?\/|\.\.?\/)/.test(text)) {
      throw new SegueError('outside-library', 'no library')
    }
    throw new SegueError('nothing-found', 'in the library')
  }

  async #searchWeb(
    words: string,
    limit: number,
    place: SearchPlace,
    asking: Asking,
  ): Promise<Found> {
    const { ytdlp } = this.#sources
    const search = () => ytdlp.search({ words, limit, place }, asking)
    const key = this.#keyOf(place, String(limit), words)
    const found = await this.#found.find(key, search).catch((error: unknown) => {
      // People typed words, so there's no link that could be at fault.
      if (SEARCH_AWAY.has(codeOf(error)))
        throw new SegueError('search-away', null, { cause: error })
      throw error
    })
    return { ...found, foundBy: { words, place } }
  }
}

const short = (query: string | null): string | null =>
  query !== null && query.length <= CHOICE_CHARS ? query : null

/**
 * Unwraps a link that was written to have no preview ("<https://…>") or to be hidden
 * ("||https://…||").
 */
function unwrapped(query: string): string {
  return WRAPPED_LINK.exec(query)?.[2] ?? query
}

const WRAPPED_LINK = /^(\|\|)?\s*<?\s*(https?:\/\/[^\s<>|]+)\s*>?\s*(\|\|)?$/i

/**
 * yt-dlp can't read a missing page either; other statuses may only mean that robots are refused.
 */
function isGone(error: unknown): boolean {
  const status = statusOf(error)
  return status === 404 || status === 410
}

/** The status with which a server refused; null for any other failure. */
function statusOf(error: unknown): number | null {
  const { cause } = error instanceof Error ? error : {}
  return cause instanceof NetError ? cause.status : null
}

/** "youtube.com/watch?v=…", as people type it; a bare "song.flac" is no address. */
const BARE_ADDRESS = /^(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d{1,5})?\/\S+$/i

const asWanted = (found: Found, { split = false }: SearchQuery): Found =>
  split ? (splitInChapters(found) ?? found) : found
