import type { Clock } from '../base/clock.ts'
import { codeOf, SegueError } from '../base/error.ts'
import { within } from '../base/within.ts'
import type { Related } from '../domain/autoplay.ts'
import { type Found, type FoundTrack, whole } from '../domain/track.ts'
import type { Suggestion } from '../player/ports.ts'
import type { Wanted } from './related.ts'
import { isNameOf, searchQuery } from './search-text.ts'
import type { Asking, Source } from './source.ts'

/** Whoever wants to hear something waits no longer for a server that sleeps, where the web may have it. */
const SEARCH_WITHIN_MS = 4_000

export interface LibrarySearch {
  readonly words: string
  readonly limit: number
  /** Whether a playlist that fits best is found as its tracks; left out: if one match is enough. */
  readonly lists?: boolean
  /**
   * Whether the search goes on elsewhere where this finds nothing: then a server that's away, or slow, is no
   * failure.
   */
  readonly goesOn: boolean
}

/** Whoever types gets what's there by then. */
const SUGGEST_WITHIN_MS = 1_000

/**
 * What the host has itself: the files of a folder, and the music of servers. The folder is asked first,
 * and the servers side by side; one that's away counts only where nobody else has anything.
 */
export class LibrarySources {
  readonly #sources: readonly Source[]
  readonly #clock: Clock

  constructor(all: readonly Source[], clock: Clock) {
    this.#sources = all.filter(({ places }) => places?.includes('library'))
    this.#clock = clock
  }

  /** Whether there's a folder of files, in which a path may lead somewhere. */
  get hasFolder(): boolean {
    return this.#sources.some(({ name }) => name === 'local')
  }

  /** The best matches for words, or what a path names; null: nothing. */
  async search(
    { words, limit, lists, goesOn }: LibrarySearch,
    asking: Asking,
  ): Promise<Found | null> {
    const ask = async (source: Source): Promise<Found | null> => {
      try {
        return (await source.search?.({ words, limit, lists, place: 'library' }, asking)) ?? null
      } catch (error) {
        if (codeOf(error) === 'nothing-found') return null
        throw error
      }
    }
    const folder = this.#sources.find(({ name }) => name === 'local')
    const first = folder === undefined ? null : await ask(folder)
    // A path means that very file, and one match is enough for whoever wants no choice.
    if (first !== null && (first.foundBy === undefined || limit === 1)) return first
    const servers = this.#sources.filter((source) => source !== folder)
    const inTime = (source: Source) => within(this.#clock, SEARCH_WITHIN_MS, ask(source), late)
    const answers = await Promise.allSettled(servers.map(goesOn ? inTime : ask))
    asking.signal.throwIfAborted()
    const found = [
      first,
      ...answers.map((one) => (one.status === 'fulfilled' ? one.value : null)),
    ].filter((one) => one !== null)
    const songs = found.filter(({ foundBy }) => foundBy !== undefined)
    // What's just that, and no match for words, is a list that's called so; a track of that name comes before it.
    const isNamed = songs.some(({ tracks: [best] }) => best && isNameOf(searchQuery(words), best))
    const list = isNamed ? undefined : found.find(({ foundBy }) => foundBy === undefined)
    if (list !== undefined) return list
    const tracks = takingTurns(songs.map((one) => one.tracks))
    if (tracks.length > 0) {
      return { ...whole(tracks.slice(0, limit)), foundBy: { words, place: null } }
    }
    const failed = answers.find((one) => one.status === 'rejected')
    if (failed !== undefined && !goesOn) throw failed.reason
    return null
  }

  /** Best first, of each in turn. Never rejects. */
  async suggest(text: string, limit: number, signal: AbortSignal): Promise<Suggestion[]> {
    const asked = this.#sources.map(async (source) => {
      const suggesting = source.suggest?.(text, limit, signal) ?? Promise.resolve([])
      return await within(this.#clock, SUGGEST_WITHIN_MS, suggesting, () => [])
    })
    return takingTurns(await Promise.all(asked)).slice(0, limit)
  }

  /** Tracks that go with one; of a source that's away, none. */
  async related(seed: FoundTrack, mode: Wanted, asking: Asking): Promise<readonly Related[]> {
    const asked = this.#sources.map(async (source) => {
      try {
        return (await source.related?.(seed, mode, asking)) ?? []
      } catch {
        asking.signal.throwIfAborted()
        return []
      }
    })
    return (await Promise.all(asked)).flat()
  }
}

function late(): never {
  throw new SegueError('source-timeout', 'a server')
}

/** The first of each list, then the second of each, and so on. */
function takingTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) =>
    lists.flatMap((list) => list.slice(at, at + 1)),
  ).flat()
}
