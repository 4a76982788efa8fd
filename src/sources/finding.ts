import { codeOf, type ErrorCode, SegueError } from '../base/error.ts'
import type { Found, SearchPlace } from '../domain/track.ts'
import { NetError } from '../net/net-error.ts'
import type { SearchQuery } from '../player/ports.ts'
import type { FoundCache } from './found-cache.ts'
import type { LibrarySources } from './library-sources.ts'
import type { Asking, Source } from './source.ts'
import type { Sources } from './sources.ts'

/** Direct files first; yt-dlp may know the rest. */
const ASK_YTDLP: ReadonlySet<ErrorCode> = new Set([
  'not-audio',
  'http-status',
  'source-busy',
  'rate-limited',
  'unsupported',
])

/** How a search fails when its site doesn't answer. */
const SEARCH_AWAY: ReadonlySet<ErrorCode> = new Set(['source-lost', 'source-timeout'])

/** How a place has nothing for words that the next one may have. */
const ASK_NEXT: ReadonlySet<ErrorCode> = new Set(['nothing-found', 'search-away'])

/** Where words are looked for, one place after the other, unless the host wants it otherwise. */
const USUAL_ORDER: readonly SearchPlace[] = ['library', 'youtube']

/** Where links and words are looked for, and in which order. */
export class Finding {
  readonly #sources: Sources
  /** What the host has itself. */
  readonly #library: LibrarySources
  readonly #found: FoundCache
  readonly #order: readonly SearchPlace[]
  /** What an earlier extractor found isn't recalled. */
  #extractor = 0

  constructor(
    sources: Sources,
    library: LibrarySources,
    found: FoundCache,
    order: readonly SearchPlace[] = USUAL_ORDER,
  ) {
    this.#sources = sources
    this.#library = library
    this.#found = found
    this.#order = order
  }

  /** What was found before isn't recalled: another extractor may find more. */
  forget(): void {
    this.#extractor += 1
  }

  /** What a link leads to, for the source that owns it. */
  async link(link: string, owner: Source, asking: Asking): Promise<Found> {
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

  /** What words find: place after place, until one has something. */
  async words(query: SearchQuery, asking: Asking): Promise<Found> {
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
    return await this.link(address, owner ?? http, asking)
  }

  async #findInLibrary(
    { text, limit, place, lists = limit === 1 }: SearchQuery,
    asking: Asking,
  ): Promise<Found> {
    const goesOn =
      place === null && this.#sources.ytdlp.installed && this.#order.at(-1) !== 'library'
    const found = await this.#library.search({ words: text, limit, lists, goesOn }, asking)
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

  #keyOf(...parts: readonly string[]): string {
    return JSON.stringify([this.#extractor, ...parts])
  }
}

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
