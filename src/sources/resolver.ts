import { systemClock } from '../base/clock.ts'
import { SegueError } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import type { Related } from '../domain/autoplay.ts'
import type { Cover } from '../domain/cover.ts'
import type { Lyrics } from '../domain/lyrics.ts'
import type { Media } from '../domain/media.ts'
import type { Segment } from '../domain/segments.ts'
import type { Found, FoundTrack, Track } from '../domain/track.ts'
import type {
  Attachment,
  Library,
  OfferedStation,
  Relations,
  SearchQuery,
  Station,
  Suggestion,
} from '../player/ports.ts'
import { Finding } from './finding.ts'
import { FoundCache } from './found-cache.ts'
import { LibrarySources } from './library-sources.ts'
import type { Wanted } from './related.ts'
import type { Source, SourceHealth } from './source.ts'
import { type Sources, type SourcesOptions, startSources } from './sources.ts'
import { splitInChapters } from './split.ts'
import type { Telling } from './telling.ts'

/** Discord's limit for the text of an option. */
const MAX_QUERY_CHARS = 6000
/** Discord's limit for the value of a choice. */
const CHOICE_CHARS = 100

/**
 * Turns a query into tracks and a track into bytes. A link goes to the source that owns it: most are a
 * direct file, else a page that yt-dlp reads. Words are the best match of the host's own music, else the
 * first result of a search on YouTube, or of the place where somebody wants it.
 */
export class Resolver implements Library, Relations, AsyncDisposable {
  readonly #sources: Sources
  /** What the host has itself. */
  readonly #library: LibrarySources
  readonly #finding: Finding
  readonly #resources: AsyncDisposable

  private constructor(
    sources: Sources,
    resources: AsyncDisposable,
    {
      clock = systemClock,
      cache = null,
      searchOrder,
    }: Pick<SourcesOptions, 'clock' | 'cache' | 'searchOrder'>,
  ) {
    this.#sources = sources
    this.#library = new LibrarySources(sources.all, clock)
    this.#finding = new Finding(sources, this.#library, new FoundCache(cache), searchOrder)
    this.#resources = resources
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
    if (owner !== undefined) return asWanted(await this.#finding.link(text, owner, asking), query)
    if (/^file:/i.test(text)) throw new SegueError('outside-library', 'no library')
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) throw new SegueError('unsupported', 'scheme')
    return asWanted(await this.#finding.words({ ...query, text }, asking), query)
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
    this.#finding.forget()
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

  #sourceOf({ source }: FoundTrack): Source | undefined {
    return this.#sources.all.find(({ name }) => name === source)
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

const asWanted = (found: Found, { split = false }: SearchQuery): Found =>
  split ? (splitInChapters(found) ?? found) : found
