import type { Clock } from '../base/clock.ts'
import { codeOf, type ErrorCode, SegueError } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import { within } from '../base/within.ts'
import type { Notice } from '../domain/notice.ts'
import { keyOf } from '../domain/queue-rules.ts'
import { namedBy, wordsFor } from '../domain/song.ts'
import {
  CHOICES,
  type Found,
  type FoundBy,
  type FoundTrack,
  isOfLibrary,
  type Named,
  type Track,
  whole,
} from '../domain/track.ts'
import { databaseAnswer } from './database-answer.ts'
import { Doubts } from './doubts.ts'
import { type FittingPorts, fitting } from './fitting.ts'
import type { Fit, Library, RejectedMatches, SearchQuery } from './ports.ts'
import { UnsureMatch } from './unsure-match.ts'

export interface MatchesPorts extends FittingPorts {
  readonly library: Library
  readonly rejected: RejectedMatches
  readonly clock: Clock
  /** Tells a server's members of a match that may not be what was meant. */
  readonly tell: (server: GuildId, notice: Notice) => void
}

/** Nobody waits longer to hear which matches were wrong: the best one is found then, as if none were. */
const KNOWN_WITHIN_MS = 1_000

/** Why the web has no matches where nobody asked for its. */
const NONE_THERE: ReadonlySet<ErrorCode> = new Set(['nothing-found', 'ytdlp-missing'])

/** Whether that track was called wrong. */
type IsRejected = (track: FoundTrack) => boolean

/** What words and metadata find, without what a server's members called wrong. */
export class Matches {
  readonly #ports: MatchesPorts
  /** Has to hear what players do. */
  readonly doubts: Doubts

  constructor(ports: MatchesPorts) {
    this.#ports = ports
    this.doubts = new Doubts(ports.tell)
  }

  /**
   * Finds the best match for words that isn't wrong, or the best one where all are; otherwise like the
   * library's.
   */
  async search(query: SearchQuery, server: GuildId, signal: AbortSignal): Promise<Found> {
    const { library, matching } = this.#ports
    const words = query.text.trim()
    if (query.limit > 1) return await library.search(query, server, signal)
    const isRejected = await this.#rejectedFor(words, server)
    const first = await library.search({ ...query, limit: CHOICES, lists: true }, server, signal)
    if (first.foundBy === undefined) return first
    const { foundBy } = first
    const inOrder = matching.inOrder(words, first.tracks)
    const found = (track: FoundTrack): Found => ({ ...whole([track]), foundBy })
    const best = inOrder.find((track) => !isRejected(track))
    if (best !== undefined) return found(best)
    for await (const track of this.#behind(first.tracks, foundBy, server, signal))
      if (!isRejected(track)) return found(track)
    const [wrong] = inOrder
    if (wrong === undefined) throw new SegueError('nothing-found')
    return found(wrong)
  }

  /**
   * What plays for metadata of one track, for somebody who waits; anything else stays as it is. Rejects
   * with an `UnsureMatch` where nothing fits well enough.
   */
  async sure(finding: Promise<Found>, server: GuildId, signal: AbortSignal): Promise<Found> {
    const found = await finding
    const [track, ...others] = found.tracks
    const named = track === undefined ? null : namedBy(track)
    if (track === undefined || named === null || others.length > 0 || found.rest !== null)
      return found
    const isRejected = await this.#rejectedFor(wordsFor(named), server)
    const doubtful: FoundTrack[] = []
    for await (const fit of fitting(named, this.#ports, server, signal)) {
      if (isRejected(fit.track)) continue
      if (fit.sure) return { ...whole([calledAs(track, fit.track)]), foundBy: foundByName(named) }
      if (doubtful.length < CHOICES) doubtful.push(fit.track)
    }
    if (doubtful.length === 0) throw new SegueError('nothing-found')
    throw new UnsureMatch(named, doubtful)
  }

  /**
   * Finds the next match for what found the track, and remembers that this one is wrong. `takes`:
   * whether the server would queue a match. Rejects with 'no-words' for a track that was just what was
   * asked for, and with 'no-other-match', all wrong ones forgotten, where none is left.
   */
  async next(
    track: FoundTrack & { readonly foundBy?: FoundBy },
    server: GuildId,
    takes: (match: FoundTrack) => boolean,
    signal: AbortSignal,
  ): Promise<FoundTrack & { readonly foundBy: FoundBy }> {
    const { rejected, clock } = this.#ports
    const isUnfound = track.source === 'query'
    const foundBy = isUnfound ? this.#foundByOf(track) : track.foundBy
    if (foundBy === undefined) throw new SegueError('no-words')
    const { words } = foundBy
    const isRejected = await databaseAnswer(clock, rejected.of(server, words))
    // What nobody has looked for before plays as the best match that isn't wrong.
    let wrong = isUnfound ? null : track
    for await (const match of this.#all(foundBy, server, signal)) {
      if (isRejected?.(match) === true) continue
      wrong ??= match
      if (keyOf(match) === keyOf(wrong) || !takes(match)) continue
      await databaseAnswer(clock, rejected.add(server, words, wrong))
      return { ...match, foundBy }
    }
    await databaseAnswer(clock, rejected.forget(server, words))
    throw new SegueError('no-other-match')
  }

  /**
   * The match behind that one for what found it, which can't be played; null: there's none.
   * `takes`: whether the server would queue it.
   */
  async behind(
    track: FoundTrack & { readonly foundBy?: FoundBy },
    server: GuildId,
    takes: (match: FoundTrack) => boolean,
    signal: AbortSignal,
  ): Promise<(FoundTrack & { readonly foundBy: FoundBy }) | null> {
    const isUnfound = track.source === 'query'
    const foundBy = isUnfound ? this.#foundByOf(track) : track.foundBy
    if (foundBy === undefined) return null
    const isRejected = await this.#rejectedFor(foundBy.words, server)
    // What nobody has looked for before was the best match that isn't wrong.
    let failed = isUnfound ? null : track
    let isBehind = false
    for await (const match of this.#all(foundBy, server, signal)) {
      if (isRejected(match)) continue
      failed ??= match
      if (keyOf(match) === keyOf(failed)) isBehind = true
      else if (isBehind && takes(match)) return { ...match, foundBy }
    }
    return null
  }

  /**
   * What plays at its turn for a track that nobody has looked for before: the best match that isn't
   * wrong. People are told of one that may not be what was meant, since nobody can be asked then.
   */
  async best(track: Track, server: GuildId, signal: AbortSignal): Promise<Track> {
    const named = namedBy(track)
    if (named === null) return await this.#bestOfWords(track, server, signal)
    const fit = await this.#fitFor(named, server, signal)
    this.doubts.note(track, fit)
    return { ...track, ...fit.track }
  }

  /**
   * The track isn't wrong after all. Never rejects: what was asked for is done by then, and in the worst
   * case the next match is found once more.
   */
  async takeBack({ foundBy, ...track }: Track, server: GuildId): Promise<void> {
    const { rejected, clock } = this.#ports
    if (foundBy === undefined) return
    await databaseAnswer(clock, rejected.forget(server, foundBy.words, track)).catch(() => {})
  }

  async #fitFor(named: Named, server: GuildId, signal: AbortSignal): Promise<Fit> {
    const isRejected = await this.#rejectedFor(wordsFor(named), server)
    let wrong: Fit | null = null
    for await (const fit of fitting(named, this.#ports, server, signal)) {
      if (!isRejected(fit.track)) return fit
      wrong ??= fit
    }
    if (wrong === null) throw new SegueError('nothing-found')
    return wrong
  }

  /** A link may lead to metadata, which is looked for then; that's the end of it. */
  async #bestOfWords(track: Track, server: GuildId, signal: AbortSignal): Promise<Track> {
    const query = { text: track.locator, limit: 1, place: null }
    const [found] = (await this.search(query, server, signal)).tracks
    if (found === undefined) throw new SegueError('nothing-found')
    if (found.source !== 'query') return { ...track, ...found }
    const named = namedBy(found)
    if (named === null) throw new SegueError('nothing-found')
    return await this.best({ ...track, ...found, locator: wordsFor(named) }, server, signal)
  }

  #foundByOf(track: FoundTrack): FoundBy {
    const named = namedBy(track)
    return named === null ? { words: track.locator, place: null } : foundByName(named)
  }

  /** None, where the database doesn't say so in time. */
  async #rejectedFor(words: string, server: GuildId): Promise<IsRejected> {
    const { rejected, clock } = this.#ports
    const known = rejected.of(server, words).catch(() => null)
    return (await within(clock, KNOWN_WITHIN_MS, known, () => null)) ?? (() => false)
  }

  /** All that may be meant, best first. */
  async *#all(foundBy: FoundBy, server: GuildId, signal: AbortSignal) {
    const { library, matching } = this.#ports
    const { words, place, named } = foundBy
    if (named !== undefined) {
      for await (const { track } of fitting(named, this.#ports, server, signal)) yield track
      return
    }
    const query = { text: words, limit: CHOICES, place }
    const first = await library.search(query, server, signal)
    if (first.foundBy === undefined) throw new SegueError('no-words')
    yield* matching.inOrder(words, first.tracks)
    yield* this.#behind(first.tracks, foundBy, server, signal)
  }

  /** Behind the library's matches those of the web, unless somebody said where. */
  async *#behind(
    first: readonly FoundTrack[],
    { words, place }: FoundBy,
    server: GuildId,
    signal: AbortSignal,
  ) {
    const { library, matching } = this.#ports
    if (place !== null || !first.some(isOfLibrary)) return
    try {
      const query = { text: words, limit: CHOICES, place: 'youtube' as const }
      yield* matching.inOrder(words, (await library.search(query, server, signal)).tracks)
    } catch (error) {
      if (!NONE_THERE.has(codeOf(error))) throw error
    }
  }
}

/** A match under the names that its service gives it, which are tidier than a site's. */
const calledAs = (
  { title, artist, album, artworkUrl }: FoundTrack,
  match: FoundTrack,
): FoundTrack => ({
  ...{ ...match, title, artist: artist ?? match.artist, album: album ?? match.album },
  ...(artworkUrl === undefined ? {} : { artworkUrl }),
})

const foundByName = (named: Named): FoundBy => ({ words: wordsFor(named), place: null, named })
