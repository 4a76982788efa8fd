import { CircuitBreaker } from '../../base/circuit-breaker.ts'
import { SegueError } from '../../base/error.ts'
import { type Found, type FoundTrack, whole } from '../../domain/track.ts'
import type { QuickFinder } from '../quick-finder.ts'
import { trackOf } from '../services/described.ts'
import { at, listAt, numberAt } from '../services/json-path.ts'
import type { Asking, SourceHealth } from '../source.ts'
import { PAGE } from './entries.ts'
import { NoAnswer, type PlayDlOptions, PlayDlProcess } from './process.ts'
import type { Question } from './protocol.ts'

/** SoundCloud may have changed so that play-dl can't read it any more: then it's left alone for a while. */
const BREAKER = { failures: 3, openMs: 10 * 60_000 }
/** More aren't taken of one list. */
const MOST_TRACKS = 5_000

/**
 * Finds at SoundCloud and Deezer by play-dl, which is quicker than yt-dlp: an optional package of the GPL-3.0 that
 * nobody keeps up any more, run in a process of its own. What it doesn't find, for whatever reason, is null, and
 * is looked for as if it weren't there.
 */
export class PlayDl implements QuickFinder, AsyncDisposable {
  readonly #process: PlayDlProcess
  readonly #breaker: CircuitBreaker

  constructor(options: PlayDlOptions) {
    this.#process = new PlayDlProcess(options)
    this.#breaker = new CircuitBreaker(options.clock, BREAKER)
  }

  async find(text: string, { signal }: Asking): Promise<Found | null> {
    const url = linkOf(text)
    if (url === null) return null
    const first = await this.#ask({ op: 'link', url, start: 0 }, signal)
    const tracks = first === null ? [] : tracksIn(first)
    if (first === null || tracks.length === 0) return null
    const { next, total } = first
    if (next === null) return whole(tracks)
    return { tracks, total, rest: (later) => this.#pages(url, next, later) }
  }

  async searchSoundcloud(words: string, limit: number, signal: AbortSignal) {
    const found = await this.#ask({ op: 'search', words, limit }, signal)
    const tracks = found === null ? [] : tracksIn(found).slice(0, limit)
    return tracks.length === 0 ? null : whole(tracks)
  }

  health(): SourceHealth {
    const { state } = this.#process
    const isOff = state === 'ok' && !this.#breaker.closed
    return { name: 'play-dl', state: isOff ? 'off' : state, detail: null }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]()
  }

  async *#pages(url: string, from: number, signal: AbortSignal) {
    for (let start: number | null = from; start !== null; ) {
      if (start >= MOST_TRACKS) throw new SegueError('list-too-long')
      const page: Page | null = await this.#ask({ op: 'link', url, start }, signal)
      if (page === null) throw new SegueError('source-lost', 'play-dl')
      const tracks = tracksIn(page)
      if (tracks.length > 0) yield tracks
      // It counts up, whatever the process says.
      start = page.next === null ? null : start + PAGE
    }
  }

  /** Null: it has no answer. Rejects with the signal's reason alone. */
  async #ask(question: Question, signal: AbortSignal): Promise<Page | null> {
    if (this.#process.state !== 'ok') return null
    try {
      return await this.#breaker.run(
        async () => {
          const told = await this.#process.ask(question, signal)
          if ('failure' in told && told.failure !== 'nothing') throw new Error('broken')
          return pageIn(told)
        },
        () => new Error('left alone'),
        (error) => !signal.aborted && !isFull(error),
      )
    } catch {
      signal.throwIfAborted()
      return null
    }
  }
}

/** It's busy, which says nothing about how it is. */
const isFull = (error: unknown): boolean => error instanceof NoAnswer && error.reason === 'busy'

interface Page {
  readonly entries: readonly unknown[]
  readonly total: number | null
  readonly next: number | null
}

/** What the process said, which may be anything; null: nothing. */
function pageIn(told: unknown): Page | null {
  const entries = listAt(told, 'entries').slice(0, PAGE)
  if (entries.length === 0 && numberAt(told, 'next') === null) return null
  return { entries, total: numberAt(told, 'total'), next: numberAt(told, 'next') }
}

const tracksIn = ({ entries }: Page): FoundTrack[] =>
  entries.flatMap((entry) => {
    const page = linkOf(at(entry, 'page'))
    const track = trackOf({
      ...{ title: at(entry, 'title'), artists: listAt(entry, 'artists'), page },
      ...{ album: at(entry, 'album'), durationMs: at(entry, 'durationMs') },
      artwork: at(entry, 'artwork'),
    })
    if (track === null || page === null) return []
    // SoundCloud gives out its sound, which yt-dlp opens; Deezer doesn't.
    return page.startsWith(SOUNDCLOUD)
      ? { ...track, source: 'yt-dlp' as const, locator: page }
      : track
  })

const SOUNDCLOUD = 'https://soundcloud.com/'

/** A link that play-dl reads, without what stands behind its path; null: it's none. */
function linkOf(text: unknown): string | null {
  if (typeof text !== 'string' || text.length > 500) return null
  const [, soundcloud] = SOUNDCLOUD_LINK.exec(text) ?? []
  if (soundcloud !== undefined) return `${SOUNDCLOUD}${soundcloud}`
  const [, kind, id] = DEEZER_LINK.exec(text) ?? []
  return kind === undefined || id === undefined ? null : `https://www.deezer.com/${kind}/${id}`
}

/** A song or a set. A private one has a token behind its path, which what's found wouldn't have. */
const SOUNDCLOUD_LINK =
  /^https?:\/\/(?:www\.|m\.)?soundcloud\.com\/([\w-]+\/(?:sets\/)?(?!sets\/?(?:[?#]|$))[\w-]+)\/?(?:[?#]|$)/i
const DEEZER_LINK =
  /^https?:\/\/(?:www\.)?deezer\.com\/(?:[a-z]{2}\/)?(track|album|playlist)\/(\d{1,20})\/?(?:[?#]|$)/i
