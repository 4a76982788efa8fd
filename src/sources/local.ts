import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, posix, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Clock, systemClock } from '../base/clock.ts'
import { SegueError } from '../base/error.ts'
import { shorten } from '../base/one-line.ts'
import { within } from '../base/within.ts'
import type { Related } from '../domain/autoplay.ts'
import type { Cover } from '../domain/cover.ts'
import type { Media } from '../domain/media.ts'
import { type Found, type FoundTrack, type Track, whole } from '../domain/track.ts'
import type { Suggestion } from '../player/ports.ts'
import { cleanText } from './clean-text.ts'
import { confined, isInside } from './confine.ts'
import { coverOfFile } from './library/cover.ts'
import { type IndexedFile, indexed, type LibraryIndex } from './library-index.ts'
import { ordered, tracksOf } from './library-order.ts'
import { lyricsOfFile } from './lyrics/of-file.ts'
import { isAudioName } from './music-files.ts'
import { paged } from './pages.ts'
import { inOrder, relationOf, seedOf, type Wanted } from './related.ts'
import { type SearchQuery, score, searchQuery } from './search-text.ts'
import type { Asking, Source, WordSearch } from './source.ts'
import type { TagReader } from './tag-reader.ts'

/** How long a query waits for a scan that may still bring what it asks for. */
const SCAN_PATIENCE_MS = 2_000
/** Discord's limit for a suggestion's name and value. */
const SUGGESTION_CHARS = 100
/** The most files that are sorted while somebody types. */
const MAX_SORTED = 500
/** Files that are looked at in one turn of the event loop: about a millisecond. */
const STEP_FILES = 1_000
/** Searches that may be under way when another one for a suggestion begins. */
const SUGGESTING_AT_ONCE = 8
/** Files that are kept as related before the closest are taken. */
const MAX_RELATED = 5_000
/** Replaces a path that's too long, or too odd, for a suggestion's value. */
const KEY_PREFIX = 'library:'

type Index = Pick<LibraryIndex, 'root' | 'folder' | 'files' | 'scanning' | 'settled'>

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
  #searches = 0
  /** Over when the last search that waits for a turn has had it. */
  #turn: Promise<void> = Promise.resolve()

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
    { words: query, limit }: Pick<WordSearch, 'words' | 'limit'>,
    { signal }: Pick<Asking, 'signal'>,
  ): Promise<Found> {
    signal.throwIfAborted()
    const path = this.#pathOf(query)
    if (path !== null && !isInside(this.#index.root, resolve(this.#index.root, path))) {
      throw new SegueError('outside-library')
    }
    const found = await this.#look(query, path, limit)
    if (found !== null) return found
    if (this.#index.scanning) {
      await this.#waitForScan(signal)
      const later = await this.#look(query, path, limit)
      if (later !== null) return later
    }
    const linked = query.endsWith('/') ? await this.#linkedFolder(path ?? query) : null
    if (linked !== null) return linked
    const unseen = await this.#lookOnDisk(path ?? query)
    if (unseen !== null) return whole([unseen])
    throw new SegueError('nothing-found')
  }

  async open(track: Track): Promise<Media> {
    return { kind: 'file', path: await confined(this.#index.root, track.locator) }
  }

  /**
   * From memory, best first; the first files for no text, and none while too many people type. An
   * abort ends the search. Never rejects.
   */
  async suggest(text: string, limit: number, signal: AbortSignal): Promise<Suggestion[]> {
    const query = searchQuery(text)
    if (query.text === '') return this.#index.files.values().take(limit).map(suggestionOf).toArray()
    if (this.#searches >= SUGGESTING_AT_ONCE) return []
    return (await this.#rank(query, limit, signal)).map(suggestionOf)
  }

  /** The words of that file, as LRC or plain text; null: none. Never rejects. */
  lyrics({ locator }: FoundTrack): Promise<string | null> {
    return lyricsOfFile(this.#index.root, locator, this.#reader)
  }

  queryFor({ locator }: FoundTrack): string {
    return choiceOf(locator)
  }

  /** The picture in that file, or beside it; null: none. Never rejects. */
  cover({ locator }: FoundTrack, { signal }: Pick<Asking, 'signal'>): Promise<Cover | null> {
    return coverOfFile(this.#index.root, locator, this.#reader, signal)
  }

  /** Files that go with a track, of the library or not: the closest first, at most 200. */
  async related(
    track: FoundTrack,
    mode: Wanted,
    { signal }: Pick<Asking, 'signal'>,
  ): Promise<Related[]> {
    const own = track.source === 'local' ? this.#index.files.get(track.locator) : undefined
    const seed = seedOf(track, own)
    const found: Related[] = []
    for await (const files of this.#inSteps()) {
      signal.throwIfAborted()
      for (const file of files) {
        const by = relationOf(file, seed, mode)
        if (by !== null && found.length < MAX_RELATED) found.push({ track: file.track, by })
      }
    }
    return inOrder(found, mode, Math.random)
  }

  /** The part of a query that names a place in the file system, relative to the library; null for words. */
  #pathOf(query: string): string | null {
    const path = isFileUrl(query) ? pathOfUrl(query) : query
    if (path === null) return '..'
    if (path.startsWith('~/')) return '..'
    if (isAbsolute(path)) {
      const { folder, root } = this.#index
      return relative(isInside(folder, path) ? folder : root, path) || '.'
    }
    return path.split('/').includes('..') ? posix.normalize(path) : null
  }

  async #look(query: string, path: string | null, limit: number): Promise<Found | null> {
    const { files } = this.#index
    const plain = path ?? posix.normalize(query)
    const exact =
      files.get(plain) ?? (query.startsWith(KEY_PREFIX) ? await this.#byKey(query) : undefined)
    if (exact !== undefined) return whole([exact.track])
    if (query.endsWith('/')) return await this.#folder(plain.endsWith('/') ? plain : `${plain}/`)
    if (path !== null) return null
    const found = await this.#rank(searchQuery(query), limit)
    return found.length === 0
      ? null
      : { ...whole(found.map(({ track }) => track)), foundBy: { words: query, place: null } }
  }

  async #byKey(key: string): Promise<IndexedFile | undefined> {
    for await (const files of this.#inSteps()) {
      const found = files.find(({ path }) => !isOwnValue(path) && keyOf(path) === key)
      if (found !== undefined) return found
    }
    return undefined
  }

  async #folder(prefix: string): Promise<Found | null> {
    const inside: IndexedFile[] = []
    for await (const files of this.#inSteps()) {
      for (const file of files) {
        if (prefix === './' || file.path.startsWith(prefix)) inside.push(file)
      }
    }
    return inside.length === 0 ? null : await paged(tracksOf(inside), inside.length)
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

  async #rank(
    query: SearchQuery,
    limit: number,
    signal: AbortSignal | null = null,
  ): Promise<IndexedFile[]> {
    const byPoints = new Map<number, IndexedFile[]>()
    this.#searches += 1
    try {
      for await (const files of this.#inSteps()) {
        if (signal?.aborted) break
        for (const file of files) {
          const points = score(query, file.text)
          const equals = byPoints.get(points)
          if (equals !== undefined) equals.push(file)
          else if (points > 0) byPoints.set(points, [file])
        }
      }
    } finally {
      this.#searches -= 1
    }
    return best(byPoints, limit)
  }

  /**
   * All files, a few at a time. However many searches are under way, one of them takes a step in a turn
   * of the event loop.
   */
  async *#inSteps(): AsyncGenerator<IndexedFile[]> {
    let step: IndexedFile[] = []
    for (const file of this.#index.files.values()) {
      step.push(file)
      if (step.length < STEP_FILES) continue
      yield step
      step = []
      this.#turn = this.#turn.then(() => new Promise((resolve) => setImmediate(resolve)))
      await this.#turn
    }
    yield step
  }

  /** A file that was put there a moment ago, before the index knows it. */
  async #lookOnDisk(path: string): Promise<FoundTrack | null> {
    if (!isAudioName(path)) return null
    const real = await confined(this.#index.root, path).catch((error: unknown) => {
      if (error instanceof SegueError && error.code === 'gone') return null
      throw error
    })
    if (real === null) return null
    const { size, mtimeMs } = await stat(real)
    return indexed({ path: posix.normalize(path), sizeBytes: size, mtimeMs }, null).track
  }

  async #waitForScan(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    await within(this.#clock, SCAN_PATIENCE_MS, this.#index.settled, () => {})
    signal.throwIfAborted()
  }
}

/** Those with most points, in their order. */
function best(byPoints: ReadonlyMap<number, IndexedFile[]>, limit: number): IndexedFile[] {
  const chosen: IndexedFile[] = []
  for (const points of [...byPoints.keys()].sort((a, b) => b - a)) {
    if (chosen.length >= limit) break
    const equals = byPoints.get(points) ?? []
    // Thousands of equally good matches stay in the order of their folders.
    chosen.push(...(equals.length <= MAX_SORTED ? ordered(equals) : equals.slice(0, limit)))
  }
  return chosen.slice(0, limit)
}

function isFileUrl(query: string): boolean {
  return /^file:/i.test(query)
}

function pathOfUrl(url: string): string | null {
  try {
    return fileURLToPath(url)
  } catch {
    return null
  }
}

function suggestionOf(file: IndexedFile): Suggestion {
  const { artist, title } = file.track
  const label = artist === null ? title : `${artist} – ${title}`
  return {
    name: shorten(label, SUGGESTION_CHARS),
    value: choiceOf(file.path),
  }
}

/** What finds the file of that path, short enough for a choice. */
const choiceOf = (path: string): string => (isOwnValue(path) ? path : keyOf(path))

/** Whether a path can be a suggestion's value itself. */
function isOwnValue(path: string): boolean {
  return path.length <= SUGGESTION_CHARS && (PLAIN.test(path) || cleanText(path) === path)
}

/** Quickly recognises text that `cleanText` wouldn't change: printable ASCII with single spaces. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/

function keyOf(path: string): string {
  return KEY_PREFIX + createHash('sha256').update(path).digest('hex').slice(0, 32)
}
