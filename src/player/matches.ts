import type { Clock } from '../base/clock.ts'
import { codeOf, type ErrorCode, SegueError } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import { within } from '../base/within.ts'
import { keyOf } from '../domain/queue-rules.ts'
import {
  CHOICES,
  type Found,
  type FoundBy,
  type FoundTrack,
  isOfLibrary,
  type Track,
  whole,
} from '../domain/track.ts'
import { databaseAnswer } from './database-answer.ts'
import type { Library, RejectedMatches, SearchQuery } from './ports.ts'

export interface MatchesPorts {
  readonly library: Library
  readonly rejected: RejectedMatches
  readonly clock: Clock
}

/** Nobody waits longer to hear which matches were wrong: the best one is found then, as if none were. */
const KNOWN_WITHIN_MS = 1_000

/** Why the web has no matches where nobody asked for its. */
const NONE_THERE: ReadonlySet<ErrorCode> = new Set(['nothing-found', 'ytdlp-missing'])

/** What words find, without what a server's members called wrong. */
export class Matches {
  readonly #ports: MatchesPorts

  constructor(ports: MatchesPorts) {
    this.#ports = ports
  }

  /** Finds the best match that isn't wrong, or the best one where all are; otherwise like the library's. */
  async search(query: SearchQuery, server: GuildId, signal: AbortSignal): Promise<Found> {
    const { library } = this.#ports
    const words = query.text.trim()
    const isRejected = query.limit > 1 ? null : await this.#rejectedFor(words, server)
    if (isRejected === null) return await library.search(query, server, signal)
    const foundBy = { words, place: query.place }
    let best: FoundTrack | null = null
    for await (const track of this.#all(foundBy, server, signal)) {
      if (!isRejected(track)) return { ...whole([track]), foundBy }
      best ??= track
    }
    if (best === null) throw new SegueError('nothing-found')
    return { ...whole([best]), foundBy }
  }

  /**
   * Finds the next match for the words that found the track, and remembers that this one is wrong.
   * `takes`: whether the server would queue a match. Rejects with 'no-words' for a track that words
   * didn't find, and with 'no-other-match', all wrong ones forgotten, where none is left.
   */
  async next(
    track: FoundTrack & { readonly foundBy?: FoundBy },
    server: GuildId,
    takes: (match: FoundTrack) => boolean,
    signal: AbortSignal,
  ): Promise<FoundTrack & { readonly foundBy: FoundBy }> {
    const { rejected, clock } = this.#ports
    const isUnfound = track.source === 'query'
    const foundBy = isUnfound ? { words: track.locator, place: null } : track.foundBy
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

  /** What plays for a track that nobody has looked for before: the best match that isn't wrong. */
  async best(track: Track, server: GuildId, signal: AbortSignal): Promise<Track> {
    const query = { text: track.locator, limit: 1, place: null }
    const [best] = (await this.search(query, server, signal)).tracks
    // What's found is never a query, so this looks once.
    if (best === undefined || best.source === 'query') throw new SegueError('nothing-found')
    return { ...track, ...best }
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

  /** Null: none, or the database doesn't say so in time. */
  async #rejectedFor(words: string, server: GuildId) {
    const { rejected, clock } = this.#ports
    const known = rejected.of(server, words).catch(() => null)
    return await within(clock, KNOWN_WITHIN_MS, known, () => null)
  }

  /** The first ones, best first; behind the library's those of the web, unless somebody said where. */
  async *#all({ words, place }: FoundBy, server: GuildId, signal: AbortSignal) {
    const { library } = this.#ports
    const query = { text: words, limit: CHOICES }
    const first = await library.search({ ...query, place }, server, signal)
    if (first.foundBy === undefined) throw new SegueError('no-words')
    yield* first.tracks
    if (place !== null || !first.tracks.some(isOfLibrary)) return
    try {
      yield* (await library.search({ ...query, place: 'youtube' }, server, signal)).tracks
    } catch (error) {
      if (!NONE_THERE.has(codeOf(error))) throw error
    }
  }
}

/** The library, which finds what isn't wrong, also when it opens what nobody has looked for before. */
export const withoutWrong = (library: Library, matches: Matches): Library => ({
  find: (text, server, signal) => matches.search({ text, limit: 1, place: null }, server, signal),
  search: (...asked) => matches.search(...asked),
  suggest: (...asked) => library.suggest(...asked),
  suggestWords: (text) => library.suggestWords(text),
  stations: () => library.stations(),
  lyrics: (...asked) => library.lyrics(...asked),
  cover: (...asked) => library.cover(...asked),
  queryFor: (track) => library.queryFor(track),
  findAttachment: (...asked) => library.findAttachment(...asked),
  open: async (track, server, signal) => {
    const isUnfound = track.source === 'query'
    const found = isUnfound ? await matches.best(track, server, signal) : track
    return await library.open(found, server, signal)
  },
})
