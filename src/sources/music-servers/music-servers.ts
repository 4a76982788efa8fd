import { SegueError } from '../../base/error.ts'
import { shorten } from '../../base/one-line.ts'
import type { Related, Relation } from '../../domain/autoplay.ts'
import { type Cover, coverOf } from '../../domain/cover.ts'
import type { Media } from '../../domain/media.ts'
import {
  type Found,
  type FoundTrack,
  type SourceName,
  type Track,
  whole,
} from '../../domain/track.ts'
import type { Heard, Suggestion } from '../../player/ports.ts'
import { pagedFor } from '../pages.ts'
import type { Wanted } from '../related.ts'
import { isNameOf, type SearchQuery, score, searchQuery, searchTextOf } from '../search-text.ts'
import type { Asking, Source, SourceHealth, WordSearch } from '../source.ts'
import { type Handle, handleText, readHandle, serverKey } from './handle.ts'
import type { Collection, CollectionKind, Kinship, MusicServer, Song } from './music-server.ts'

/** Discord's limit for a suggestion's name and value. */
const SUGGESTION_CHARS = 100
/** Asked of each server, since the best of them are chosen here. */
const LEAST_SEARCHED = 20
/** Songs by chance, of all servers together. */
const RANDOM_SONGS = 100
/** Related songs, of each server and kinship. */
const RELATED_SONGS = 40

/** How songs may be related in each kind of autoplay, the closest first. */
const KINSHIPS: Readonly<Record<Wanted, readonly Kinship[]>> = {
  similar: ['similar', 'artist', 'genre'],
  artist: ['artist'],
  genre: ['genre'],
  mixed: ['similar', 'genre', 'artist'],
}

/** What stands before a collection's name, as no language needs a word for it. */
const MARKS: Readonly<Record<Collection['kind'] | 'random', string>> = {
  ...{ album: '💿', artist: '👤', playlist: '📃', random: '🎲' },
}

export interface MusicServersOptions {
  readonly name: Extract<SourceName, 'opensubsonic' | 'jellyfin'>
  /** Begins the names of what's on these servers. */
  readonly scheme: string
  /** What people call such servers. */
  readonly title: string
  readonly servers: readonly MusicServer[]
}

/** The host's servers of one kind, as one source. */
export class MusicServers implements Source {
  readonly name: MusicServersOptions['name']
  readonly places = ['library'] as const
  readonly #scheme: string
  readonly #title: string
  readonly #servers: ReadonlyMap<string, MusicServer>

  constructor({ name, scheme, title, servers }: MusicServersOptions) {
    this.name = name
    this.#scheme = scheme
    this.#title = title
    this.#servers = new Map(servers.map((server) => [serverKey(server.name), server]))
  }

  owns(text: string): boolean {
    return readHandle(text, this.#scheme) !== null
  }

  /** What a handle names: a song, the songs of a collection, or some by chance. */
  async find(text: string, asking: Asking): Promise<Found> {
    const handle = readHandle(text, this.#scheme)
    if (handle === null) throw new SegueError('nothing-found')
    if (handle.kind === 'random') return await this.#random(asking)
    const { kind, id } = handle
    const server = this.#serverOf(handle)
    if (kind === 'song') return whole([this.#track(handle.server, await server.song(id, asking))])
    const { total, songs } = await server.songsOf(kind, id, asking)
    const tracks = (signal: () => AbortSignal) => this.#tracks(handle.server, songs(signal))
    return await pagedFor(tracks, total, asking.signal)
  }

  /**
   * Songs that have every word, of all servers that answer; rejects only if none does. Where `lists` are
   * found, a playlist or an album of that very name comes before songs that aren't called so.
   */
  async search(
    { words, limit, lists: mayBeList = false }: WordSearch,
    asking: Asking,
  ): Promise<Found> {
    const most = Math.max(limit, LEAST_SEARCHED)
    const lists = await this.#each((server) => server.search(words, most, asking), asking)
    const tracks = lists.flatMap(({ key, value }) => value.map((song) => this.#track(key, song)))
    const found = ranked(tracks, searchQuery(words), ({ title, artist, album }) => ({
      ...{ title, artist, album },
    }))
    const [best] = found
    const isNamed = best !== undefined && isNameOf(searchQuery(words), best)
    const named = mayBeList && !isNamed ? await this.#named(words, asking.signal) : null
    if (named !== null) return await this.find(named, asking)
    if (best === undefined) throw new SegueError('nothing-found')
    return { ...whole(found.slice(0, limit)), foundBy: { words, place: null } }
  }

  /** What stands for the playlist of that very name, else for the album; null: there's none. Never rejects. */
  async #named(words: string, signal: AbortSignal): Promise<string | null> {
    const query = searchQuery(words)
    const looked = await this.#each((server) => server.look(words, signal), { signal }).catch(
      () => [],
    )
    const all = looked.flatMap(({ key, value }) =>
      value.collections
        .filter(({ name, by }) => isNameOf(query, { title: name, artist: by, album: null }))
        .map(({ kind, id }) => ({
          kind,
          value: handleText(this.#scheme, { kind, server: key, id }),
        })),
    )
    const first = (kind: CollectionKind) => all.find((one) => one.kind === kind)?.value
    return first('playlist') ?? first('album') ?? null
  }

  async suggest(text: string, limit: number, signal: AbortSignal): Promise<Suggestion[]> {
    if (this.#servers.size === 0) return []
    const lists = await this.#each((server) => server.look(text, signal), { signal }).catch(
      () => [],
    )
    const query = searchQuery(text)
    const all = lists.flatMap(({ key, value: { songs, collections } }) => [
      ...songs.map((song) => ({ ...song, ...this.#songChoice(key, song) })),
      ...collections.map((one) => ({
        ...{ title: one.name, artist: one.by, album: null },
        ...this.#collectionChoice(key, one),
      })),
    ])
    const fitting = query.text === '' ? all : ranked(all, query, (one) => one)
    const choices = fitting.map(({ name, value }) => ({ name, value }))
    return [...(query.text === '' ? [this.#randomChoice()] : []), ...choices]
      .filter(({ value }) => value.length <= SUGGESTION_CHARS)
      .slice(0, limit)
  }

  async related(seed: FoundTrack, mode: Wanted, asking: Asking): Promise<readonly Related[]> {
    const own = this.#songOf(seed)
    const lists = await this.#each(async (server, key) => {
      const kin = { id: own?.server === key ? own.id : null, artist: seed.artist }
      // A server that knows of nothing similar may say so by an error.
      const asked = KINSHIPS[mode].map(async (by) => ({
        by: by satisfies Relation,
        songs: await server.related(kin, by, RELATED_SONGS, asking).catch(() => []),
      }))
      return await Promise.all(asked)
    }, asking)
    return lists.flatMap(({ key, value }) =>
      value.flatMap(({ by, songs }) =>
        songs.map((song) => ({ track: this.#track(key, song), by })),
      ),
    )
  }

  async lyrics(track: FoundTrack, asking: Asking): Promise<string | null> {
    const own = this.#songOf(track)
    if (own === null) return null
    const { title, artist, album, durationMs } = track
    const song = { id: own.id, title, artist, album, durationMs }
    return (await this.#servers.get(own.server)?.lyrics(song, asking)) ?? null
  }

  async open(track: Track, asking: Asking): Promise<Media> {
    const own = this.#songOf(track)
    if (own === null) throw new SegueError('gone', 'no song of a server')
    const media = await this.#serverOf(own).open(own.id, asking)
    // A server that ends the bot's session in mid-track is signed in to anew.
    return media.kind === 'http' ? { ...media, track } : media
  }

  /** A card goes without the picture of a server that's away. */
  async cover(track: FoundTrack, asking: Asking): Promise<Cover | null> {
    const own = this.#songOf(track)
    if (own === null) return null
    try {
      const bytes = await this.#servers.get(own.server)?.cover(own.id, asking)
      return bytes == null ? null : coverOf(bytes)
    } catch {
      return null
    }
  }

  async tell(heard: Heard, signal: AbortSignal): Promise<void> {
    const own = this.#songOf(heard.track)
    if (own !== null) await this.#servers.get(own.server)?.tell(own.id, heard, signal)
  }

  queryFor({ locator }: FoundTrack): string {
    return locator
  }

  health(): readonly SourceHealth[] {
    return [...this.#servers.values()].map((server) => server.health())
  }

  #serverOf({ server }: { readonly server: string }): MusicServer {
    const found = this.#servers.get(server)
    // The host may have taken it away, or given it another name.
    if (found === undefined) throw new SegueError('gone', 'no such server')
    return found
  }

  #songOf({ source, locator }: FoundTrack): Extract<Handle, { server: string }> | null {
    const handle = source === this.name ? readHandle(locator, this.#scheme) : null
    return handle?.kind === 'song' ? handle : null
  }

  #track(server: string, { id, title, artist, album, durationMs, isrc }: Song): FoundTrack {
    const locator = handleText(this.#scheme, { kind: 'song', server, id })
    return {
      ...{ source: this.name, locator, title, artist, album, durationMs },
      ...{ live: false, pageUrl: null, ...(isrc === undefined ? {} : { isrc }) },
    }
  }

  async *#tracks(key: string, songs: AsyncGenerator<Song, void>): AsyncGenerator<FoundTrack, void> {
    for await (const song of songs) yield this.#track(key, song)
  }

  async #random(asking: Asking): Promise<Found> {
    const most = Math.ceil(RANDOM_SONGS / Math.max(1, this.#servers.size))
    const lists = await this.#each((server) => server.random(most, asking), asking)
    const tracks = lists
      .flatMap(({ key, value }) => value.map((song) => this.#track(key, song)))
      .map((track) => ({ track, at: Math.random() }))
      .sort((one, other) => one.at - other.at)
      .map(({ track }) => track)
    if (tracks.length === 0) throw new SegueError('nothing-found')
    return whole(tracks)
  }

  /** Of each server that answers, in their order; rejects as the first does if none answers. */
  async #each<T>(
    ask: (server: MusicServer, key: string) => Promise<T>,
    { signal }: Pick<Asking, 'signal'>,
  ): Promise<readonly { readonly key: string; readonly value: T }[]> {
    const keys = [...this.#servers.keys()]
    const asked = [...this.#servers].map(([key, server]) => ask(server, key))
    const answers = await Promise.allSettled(asked)
    signal.throwIfAborted()
    const failed = answers.find((answer) => answer.status === 'rejected')
    if (failed !== undefined && answers.every(({ status }) => status === 'rejected')) {
      throw failed.reason
    }
    return answers.flatMap((answer, at) =>
      answer.status === 'fulfilled' ? [{ key: keys[at] ?? '', value: answer.value }] : [],
    )
  }

  #songChoice(server: string, { id, title, artist }: Song): Suggestion {
    const label = artist === null ? title : `${artist} – ${title}`
    return choice(label, handleText(this.#scheme, { kind: 'song', server, id }))
  }

  #collectionChoice(server: string, { kind, id, name, by }: Collection): Suggestion {
    const label = by === null ? name : `${by} – ${name}`
    return choice(`${MARKS[kind]} ${label}`, handleText(this.#scheme, { kind, server, id }))
  }

  #randomChoice(): Suggestion {
    return choice(`${MARKS.random} ${this.#title}`, handleText(this.#scheme, { kind: 'random' }))
  }
}

const choice = (name: string, value: string): Suggestion => ({
  ...{ name: shorten(name, SUGGESTION_CHARS), value },
})

/**
 * What has every word of the query, the best first. Servers sort as they like, and some find what has only
 * one of the words.
 */
function ranked<T>(
  all: readonly T[],
  query: SearchQuery,
  namesOf: (one: T) => { title: string; artist: string | null; album: string | null },
): T[] {
  return all
    .map((one) => ({ one, points: score(query, searchTextOf({ path: '', ...namesOf(one) })) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ one }) => one)
}
