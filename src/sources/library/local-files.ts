import { realpath } from 'node:fs/promises'
import { join, posix, relative, resolve } from 'node:path'
import { type Clock, systemClock } from '../../base/clock.ts'
import { SegueError } from '../../base/error.ts'
import { within } from '../../base/within.ts'
import type { Related } from '../../domain/autoplay.ts'
import type { Cover } from '../../domain/cover.ts'
import type { Media } from '../../domain/media.ts'
import { type Found, type FoundTrack, type Track, whole } from '../../domain/track.ts'
import type { Suggestion } from '../../player/ports.ts'
import { confined, isInside } from '../confine.ts'
import { isrcOf } from '../isrc.ts'
import { lyricsOfFile } from '../lyrics/of-file.ts'
import { isAudioName } from '../music-files.ts'
import { paged } from '../pages.ts'
import type { Wanted } from '../related.ts'
import { searchQuery } from '../search-text.ts'
import type { Asking, Source, WordSearch } from '../source.ts'
import type { TagReader } from '../tags/tag-reader.ts'
import { choiceOf, isKey, keyStandsFor, suggestionOf } from './choice.ts'
import { coverOfFile } from './cover.ts'
import { locatorOf, placeOf, trackOf } from './entry.ts'
import { tagged } from './known-file.ts'
import type { LibraryIndex } from './library-index.ts'
import { countIn, entriesByCue, tracksBetween, tracksIn, tracksOf } from './order.ts'
import { isFileUrl, pathIn } from './place.ts'
import { tracksOfPlaylist } from './playlist.ts'
import { relatedIn } from './related.ts'
import { bestOf } from './search.ts'
import { Steps } from './steps.ts'

/** How long a query waits for a scan that may still bring what it asks for. */
const SCAN_PATIENCE_MS = 2_000
/** Searches that may be under way when another one for a suggestion begins. */
const SUGGESTING_AT_ONCE = 8
/** Folders, or entries, that are looked at in one turn of the event loop. */
const STEP = 2_000

type Index = Pick<LibraryIndex, 'root' | 'folder' | 'catalog' | 'scanning' | 'settled'>

/**
 * Files below the music folder, found by title, artist, album or file name. Never files outside of
 * it.
 */
export class LocalFiles implements Source {
  readonly name = 'local'
  readonly places = ['library'] as const
  readonly #index: Index
  readonly #reader: TagReader
  readonly #clock: Clock
  readonly #steps = new Steps()
  #searches = 0

  /** `reader` reads what people wait for; the library's own may be busy with a scan. */
  constructor(index: Index, reader: TagReader, clock: Clock = systemClock) {
    this.#index = index
    this.#reader = reader
    this.#clock = clock
  }

  owns(text: string): boolean {
    return isFileUrl(text)
  }

  /** Like `search`, for the best match alone. */
  find(text: string, asking: Pick<Asking, 'signal'>): Promise<Found> {
    return this.search({ words: text, limit: 1 }, asking)
  }

  /**
   * A path (relative, or absolute inside the library) finds that file; one that ends in "/" finds
   * the folder's files in order; other text finds the `limit` files that fit best, best first.
   */
  async search(
    { words: query, limit, lists = limit === 1 }: Pick<WordSearch, 'words' | 'limit' | 'lists'>,
    { signal }: Pick<Asking, 'signal'>,
  ): Promise<Found> {
    signal.throwIfAborted()
    const path = pathIn(query, this.#index)
    if (path !== null && !isInside(this.#index.root, resolve(this.#index.root, path))) {
      throw new SegueError('outside-library')
    }
    const found = await this.#look(query, path, limit, lists)
    if (found !== null) return found
    if (this.#index.scanning) {
      await this.#waitForScan(signal)
      const later = await this.#look(query, path, limit, lists)
      if (later !== null) return later
    }
    const linked = query.endsWith('/') ? await this.#linkedFolder(path ?? query) : null
    if (linked !== null) return linked
    const unseen = await this.#lookOnDisk(path ?? query)
    if (unseen !== null) return whole([unseen])
    throw new SegueError('nothing-found')
  }

  async open({ locator }: Track): Promise<Media> {
    const { path, part } = placeOf(locator)
    const file = await confined(this.#index.root, path)
    return { kind: 'file', path: file, ...(part === null ? {} : { part }) }
  }

  /**
   * From memory, best first; the first tracks for no text, and none while too many people type. An
   * abort ends the search. Never rejects.
   */
  async suggest(text: string, limit: number, signal: AbortSignal): Promise<Suggestion[]> {
    const { catalog } = this.#index
    const shown = (at: number) => suggestionOf(catalog.entry(at), catalog.isList(at))
    const query = searchQuery(text)
    if (query.text === '')
      return Array.from({ length: Math.min(limit, catalog.size) }, (_, at) => shown(at))
    if (this.#searches >= SUGGESTING_AT_ONCE) return []
    return (await this.#rank(text, limit, signal)).map(shown)
  }

  /**
   * The words of that file, as LRC or plain text; null: none, as for a part, whose file has those of all.
   * Never rejects.
   */
  async lyrics({ locator }: FoundTrack): Promise<string | null> {
    const { path, part } = placeOf(locator)
    return part === null ? await lyricsOfFile(this.#index.root, path, this.#reader) : null
  }

  queryFor({ locator }: FoundTrack): string {
    return choiceOf(locator)
  }

  /** The picture in that file, or beside it; null: none. Never rejects. */
  cover({ locator }: FoundTrack, { signal }: Pick<Asking, 'signal'>): Promise<Cover | null> {
    return coverOfFile(this.#index.root, placeOf(locator).path, this.#reader, signal)
  }

  /** Tracks that go with one, of the library or not: the closest first, at most 200. */
  related(track: FoundTrack, mode: Wanted, { signal }: Pick<Asking, 'signal'>): Promise<Related[]> {
    const { catalog } = this.#index
    const own = track.source === 'local' ? this.#entryOf(track.locator) : null
    const seed = { track, genres: own === null ? [] : catalog.entry(own).genres }
    return relatedIn(catalog, seed, mode, { steps: this.#steps, signal })
  }

  async #look(
    query: string,
    path: string | null,
    limit: number,
    lists: boolean,
  ): Promise<Found | null> {
    const { catalog } = this.#index
    const plain = path ?? posix.normalize(query)
    const named = isKey(query) ? await this.#byKey(query) : this.#entryOf(plain)
    if (named !== null) return await this.#named(named)
    const [from = 0, to = 0] = catalog.entriesOf(plain) ?? []
    if (from < to) return await paged(tracksBetween(catalog, from, to), to - from)
    const byCue = /\.cue$/i.test(plain) ? entriesByCue(catalog, plain) : []
    if (byCue.length > 0) return await paged(tracksOf(catalog, byCue), byCue.length)
    if (query.endsWith('/')) return await this.#folder(plain.endsWith('/') ? plain : `${plain}/`)
    if (path !== null) return null
    const found = await this.#rank(query, limit, null)
    const [best] = found
    if (best === undefined) return null
    if (lists && catalog.isList(best)) return await this.#named(best)
    // Whatever is found by a code has it among its words.
    const code = /^\w{12}$/.test(query) ? isrcOf(query) : {}
    const tracks = found
      .filter((at) => !catalog.isList(at))
      .map((at) => ({ ...trackOf(catalog.entry(at)), ...code }))
    if (tracks.length === 0) return null
    return { ...whole(tracks), foundBy: { words: query, place: null } }
  }

  /** A track, or what a playlist names. Rejects with 'nothing-found' where that's nothing. */
  async #named(at: number): Promise<Found> {
    const { catalog } = this.#index
    const entry = catalog.entry(at)
    if (!catalog.isList(at)) return whole([trackOf(entry)])
    return await paged(tracksOfPlaylist(catalog, this.#index, entry.path), null)
  }

  /** The entry of that very locator, if it names a part of a file. */
  #entryOf(locator: string): number | null {
    const { catalog } = this.#index
    const [from = 0, to = 0] = catalog.entriesOf(placeOf(locator).path) ?? []
    for (let at = from; at < to; at++) if (locatorOf(catalog.entry(at)) === locator) return at
    return null
  }

  async #byKey(key: string): Promise<number | null> {
    const { catalog } = this.#index
    for await (const [from, to] of this.#steps.of(catalog.size, STEP)) {
      for (let at = from; at < to; at++)
        if (keyStandsFor(key, locatorOf(catalog.entry(at)))) return at
    }
    return null
  }

  async #folder(prefix: string): Promise<Found | null> {
    const { catalog } = this.#index
    const inside: number[] = []
    let total = 0
    for await (const [from, to] of this.#steps.of(catalog.counts.folders, STEP)) {
      for (let at = from; at < to; at++) {
        if (prefix !== './' && !`${catalog.folder(at)}/`.startsWith(prefix)) continue
        inside.push(at)
        total += countIn(catalog, at)
      }
    }
    return total === 0 ? null : await paged(tracksIn(catalog, inside), total)
  }

  /** Below a link to a folder: its files, which the index knows by their real path. */
  async #linkedFolder(path: string): Promise<Found | null> {
    const { root } = this.#index
    const real = await realpath(join(root, path)).catch(() => null)
    if (real === null) return null
    if (real === root) return await this.#folder('./')
    if (!isInside(root, real)) throw new SegueError('outside-library')
    return await this.#folder(`${relative(root, real)}/`)
  }

  async #rank(text: string, limit: number, signal: AbortSignal | null): Promise<number[]> {
    this.#searches += 1
    try {
      const how = { limit, steps: this.#steps, signal }
      return await bestOf(this.#index.catalog, searchQuery(text), how)
    } finally {
      this.#searches -= 1
    }
  }

  /** A file that was put there a moment ago, before the index knows it. */
  async #lookOnDisk(path: string): Promise<FoundTrack | null> {
    if (!isAudioName(path)) return null
    const real = await confined(this.#index.root, path).catch((error: unknown) => {
      if (error instanceof SegueError && error.code === 'gone') return null
      throw error
    })
    if (real === null) return null
    return trackOf({ ...tagged(posix.basename(path), null), path: posix.normalize(path) })
  }

  async #waitForScan(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await within(this.#clock, SCAN_PATIENCE_MS, this.#index.settled, () => {})
    signal.throwIfAborted()
  }
}
