import { codeOf, SegueError } from '../../base/error.ts'
import type { FoundTrack } from '../../domain/track.ts'
import { isAudioName } from '../music-files.ts'
import type { ListEntry } from './entries.ts'
import { kindOfName } from './kind.ts'

/** Lists in lists, and how many of them one query follows: some name each other. */
const MAX_DEPTH = 3
const MAX_LISTS = 10

/** What a link leads to: one track, or the links of a list. */
export type Sighting =
  | { readonly kind: 'track'; readonly track: FoundTrack }
  | { readonly kind: 'list'; readonly entries: readonly ListEntry[] }

export interface ListPorts {
  /** Of whoever asks for tracks now: once it's aborted, the next list in the list isn't looked at. */
  signal(): AbortSignal
  /** Rejects with a `SegueError`. */
  look(url: string): Promise<Sighting>
  /** A track behind a link that nobody has looked at yet. */
  unseen(url: string): FoundTrack
}

/**
 * The tracks of a list, one after another as they're asked for. Somebody waits for the first one, so
 * that it's looked at; the others are when they're opened, except lists in the list. Rejects when
 * there's no track at all.
 */
export async function* tracksOfList(
  url: string,
  entries: readonly ListEntry[],
  ports: ListPorts,
): AsyncGenerator<FoundTrack, void> {
  yield* new Walk(ports).tracks(entries, [url])
}

/** How many tracks a list has; null: it has lists in it. */
export function totalOf(entries: readonly ListEntry[]): number | null {
  return entries.some(isList) ? null : entries.length
}

class Walk {
  readonly #ports: ListPorts
  /** Hosts whose links lead to pages: yt-dlp is for those. */
  readonly #pages = new Set<string>()
  #lists = 1

  constructor(ports: ListPorts) {
    this.#ports = ports
  }

  /** `path`: the lists that led here, this one last. */
  async *tracks(
    entries: readonly ListEntry[],
    path: readonly string[],
  ): AsyncGenerator<FoundTrack, void> {
    if (entries.length === 0 && path.length === 1) throw new SegueError('list-without-links')
    for (const [index, entry] of entries.entries()) {
      const isFollowed =
        path.length < MAX_DEPTH && this.#lists < MAX_LISTS && !path.includes(entry.url)
      if (isFollowed && (index === 0 || isList(entry))) {
        yield* this.#looked(entry, path, entries.length === 1)
      } else if (!isList(entry)) {
        yield this.#unseen(entry)
      }
    }
  }

  async *#looked(
    entry: ListEntry,
    path: readonly string[],
    isOnly: boolean,
  ): AsyncGenerator<FoundTrack, void> {
    let sighting: Sighting
    try {
      sighting = await this.#ports.look(entry.url)
    } catch (error) {
      this.#ports.signal().throwIfAborted()
      if (codeOf(error) === 'not-audio') this.#pages.add(new URL(entry.url).host)
      else if (isOnly) throw error
      // The others play; why this one doesn't is said when it's its turn.
      yield this.#unseen(entry)
      return
    }
    if (sighting.kind === 'track') {
      yield named(sighting.track, entry)
      return
    }
    this.#lists += 1
    yield* this.tracks(sighting.entries, [...path, entry.url])
  }

  #unseen(entry: ListEntry): FoundTrack {
    const track = named(this.#ports.unseen(entry.url), entry)
    const { host, pathname } = new URL(entry.url)
    const isPage = this.#pages.has(host) && !isAudioName(pathname)
    return isPage ? { ...track, source: 'yt-dlp' } : track
  }
}

/** What the file says of itself goes before what the list says of it. */
function named(track: FoundTrack, { title, durationMs }: ListEntry): FoundTrack {
  return {
    ...track,
    title: track.artist === null && title !== null ? title : track.title,
    durationMs: track.durationMs ?? (track.live ? null : durationMs),
  }
}

const isList = ({ url }: ListEntry): boolean => kindOfName(new URL(url).pathname) !== null
