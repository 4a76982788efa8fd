import type { Clock } from '../base/clock.ts'
import { codeOf, SegueError } from '../base/error.ts'
import { newPlaylistId, playlistId } from '../base/ids.ts'
import {
  FAVORITES,
  nameKey,
  type Playlist,
  type PlaylistOwner,
  playlistName,
  trackKey,
} from '../domain/playlist.ts'
import { decide } from '../domain/policy/decide.ts'
import { type Found, type FoundTrack, whole } from '../domain/track.ts'
import { databaseAnswer } from '../player/database-answer.ts'
import type { ListFiles, Suggestion } from '../player/ports.ts'
import { type Asker, mayEdit, ownerOf, permitEdit, viewerOf, type Whose } from './asker.ts'
import type { Audience, Entry, EntryPage, PlaylistStore, Viewer } from './ports.ts'

/** How the value of a suggestion begins; the playlist's id follows. */
export const SUGGESTED = 'playlist:'
/** Tracks that are read at once; fewer first, since somebody waits for these. */
const PAGE = 250
const FIRST_PAGE = 50
/** Tracks that are written in one transaction: the embedded database does nothing else meanwhile. */
const WRITTEN_AT_ONCE = 250

/** What a new list begins with. */
export interface Content {
  readonly tracks: readonly FoundTrack[]
  /** Where they came from. */
  readonly link: string | null
  /** Whether more follows, until `arrived`. */
  readonly isArriving: boolean
}

/**
 * The playlists of people and servers. Everything rejects with a `SegueError`, and nothing has changed
 * then.
 */
export class Playlists {
  /** What reads lists that other programs wrote. */
  readonly files: ListFiles
  readonly #store: PlaylistStore
  readonly #clock: Clock

  constructor(store: PlaylistStore, clock: Clock, files: ListFiles) {
    this.#store = store
    this.#clock = clock
    this.files = files
  }

  /** The viewer's own, the server's, and what's shared with either. */
  visible(viewer: Viewer): Promise<Playlist[]> {
    return this.#answer(this.#store.visible(viewer))
  }

  /**
   * The list that somebody means: one that was suggested, or the first of that name among their own, the
   * server's and those that are shared. Rejects with 'playlist-unknown'.
   */
  async find(text: string, asker: Asker): Promise<Playlist> {
    const id = text.startsWith(SUGGESTED) ? playlistId(text.slice(SUGGESTED.length)) : null
    const viewer = viewerOf(asker)
    const found =
      id === null
        ? await this.#named(text, viewer)
        : await this.#answer(this.#store.byId(id, viewer))
    if (found === null) throw new SegueError('playlist-unknown')
    return found
  }

  /** Those whose name has that text in it, for somebody who types. */
  async suggest(text: string, viewer: Viewer, limit: number): Promise<Suggestion[]> {
    const wanted = nameKey(text.trim())
    const seen = await this.visible(viewer)
    return seen
      .filter(({ name }) => nameKey(name).includes(wanted))
      .slice(0, limit)
      .map(({ id, name }) => ({ name, value: `${SUGGESTED}${id}` }))
  }

  /**
   * Rejects with 'playlist-name', 'playlist-exists', 'playlists-full', 'playlist-full', or when the asker
   * may not.
   */
  async create(
    text: string,
    whose: Whose,
    asker: Asker,
    { tracks = [], link = null, isArriving = false }: Partial<Content> = {},
  ): Promise<Playlist> {
    const made = { ...newList(playlistName(text), ownerOf(whose, asker), asker), link }
    const list = { ...made, count: tracks.length, isArriving }
    permitEdit(list, asker)
    const [first = [], ...later] = portions(tracks)
    const begun = { ...list, isArriving: isArriving || later.length > 0 }
    await this.#answer(this.#store.create(begun, first, tracks.length))
    if (later.length === 0) return list
    try {
      for (const portion of later) await this.#answer(this.#store.append(list.id, portion))
      if (!isArriving) await this.arrived(list)
      return list
    } catch (error) {
      // Where that fails as well, the list says itself that something is missing.
      await this.#answer(this.#store.delete(list.id)).catch(() => {})
      throw error
    }
  }

  /** Nothing more follows of what the list was made from. */
  async arrived({ id }: Playlist): Promise<void> {
    await this.#answer(this.#store.arrived(id))
  }

  /** The favourites of the asker or of the server, which need no making. */
  async favorites(whose: Whose, asker: Asker): Promise<Playlist> {
    const owner = ownerOf(whose, asker)
    const known = await this.#answer(this.#store.named(owner, FAVORITES))
    return known ?? { ...newList(FAVORITES, owner, asker), count: 0 }
  }

  /** A member's own favourites, the first of them. */
  async keptBy({ userId }: Viewer, most: number): Promise<readonly FoundTrack[]> {
    const owner = { kind: 'user', id: userId } as const
    const list = await this.#answer(this.#store.named(owner, FAVORITES))
    if (list === null) return []
    const entries = await this.#answer(this.#store.stretch(list.id, 0, most))
    return entries.flatMap(({ track }) => track ?? [])
  }

  /** Adds at the end. If the database goes away meanwhile, what was added by then stays. */
  async add(list: Playlist, tracks: readonly FoundTrack[], asker: Asker): Promise<void> {
    permitEdit(list, asker)
    await this.#append(list, tracks, false)
  }

  /** Adds at the end what the list doesn't have yet; returns how many tracks that are. */
  async addNew(list: Playlist, tracks: readonly FoundTrack[], asker: Asker): Promise<number> {
    permitEdit(list, asker)
    return await this.#append(list, tracks, true)
  }

  /**
   * Adds to the favourites of the asker or of the server what isn't there yet; returns how many that were.
   * Rejects with 'already-kept' when all are.
   */
  async keep(tracks: readonly FoundTrack[], whose: Whose, asker: Asker): Promise<number> {
    const list = await this.#made(await this.favorites(whose, asker), asker)
    const added = await this.#append(list, tracks, true)
    if (added === 0) throw new SegueError('already-kept')
    return added
  }

  /** Removes that track wherever it is in the list. Rejects with 'not-kept'. */
  async drop(list: Playlist, track: FoundTrack, asker: Asker): Promise<void> {
    permitEdit(list, asker)
    const gone = await this.#answer(this.#store.removeKey(list.id, trackKey(track)))
    if (gone === 0) throw new SegueError('not-kept')
  }

  /**
   * Removes the tracks from position `first` to `last` and returns what was there. Positions begin at 1;
   * rejects with 'playlist-position' when none of them is there.
   */
  async remove(
    list: Playlist,
    { first, last }: { readonly first: number; readonly last: number },
    asker: Asker,
  ): Promise<readonly Entry[]> {
    permitEdit(list, asker)
    const removed = await this.#answer(this.#store.remove(list.id, first, last))
    if (removed.length === 0) throw new SegueError('playlist-position')
    return removed
  }

  /** Puts the track at position `from` where `to` is. Rejects with 'playlist-position'. */
  async move(list: Playlist, from: number, to: number, asker: Asker): Promise<Entry> {
    permitEdit(list, asker)
    return await this.#answer(this.#store.move(list.id, from, to))
  }

  /** Removes what's in the list twice; returns how many entries that were. */
  async dedupe(list: Playlist, asker: Asker): Promise<number> {
    permitEdit(list, asker)
    return await this.#answer(this.#store.dedupe(list.id))
  }

  /** Returns the new name. Rejects with 'playlist-name' or 'playlist-exists'. */
  async rename(list: Playlist, text: string, asker: Asker): Promise<string> {
    permitEdit(list, asker)
    const name = playlistName(text)
    await this.#answer(this.#store.rename(list.id, name))
    return name
  }

  /**
   * Deletes a list that the asker may change. One that somebody shares with them, they don't see any more;
   * with the server, its members don't, if the asker may change the server's lists.
   */
  async delete(list: Playlist, asker: Asker): Promise<'deleted' | 'hidden'> {
    if (mayEdit(list, asker)) {
      await this.#answer(this.#store.delete(list.id))
      return 'deleted'
    }
    const audiences: Audience[] = [ownerOf('own', asker)]
    if (decide('edit-playlists', asker.actor, asker.state).verdict === 'allow')
      audiences.push(ownerOf('server', asker))
    const hidden = audiences.map((audience) => this.#store.unshare(list.id, audience))
    if (!(await this.#answer(Promise.all(hidden))).includes(true)) permitEdit(list, asker)
    return 'hidden'
  }

  /** Lets others see and play a list, or no longer. Rejects with 'playlist-shares'. */
  async share(list: Playlist, audience: Audience, isShared: boolean, asker: Asker): Promise<void> {
    permitEdit(list, asker)
    if (isShared) await this.#answer(this.#store.share(list.id, audience))
    else await this.#answer(this.#store.unshare(list.id, audience))
  }

  /** At most `limit` tracks from position `offset`, counted from 0. */
  stretch({ id }: Playlist, offset: number, limit: number): Promise<readonly Entry[]> {
    return this.#answer(this.#store.stretch(id, offset, limit))
  }

  /** What's in a list, to queue it: the first page at once. Rejects with 'playlist-empty'. */
  async found(list: Playlist, signal: AbortSignal): Promise<Found> {
    const pages = this.pages(list, signal, FIRST_PAGE)
    const first = await pages.next()
    if (first.done) throw new SegueError('playlist-empty')
    if (list.count <= FIRST_PAGE) return whole(first.value)
    return { tracks: first.value, total: list.count, rest: () => pages }
  }

  /** All tracks in order, read a page at a time. */
  async *pages(
    { id }: Playlist,
    signal: AbortSignal,
    size = PAGE,
  ): AsyncGenerator<readonly FoundTrack[], void> {
    let place: number | null = null
    do {
      signal.throwIfAborted()
      const limit = place === null ? size : PAGE
      const page: EntryPage = await this.#answer(this.#store.entries(id, place, limit))
      const tracks = page.entries.flatMap(({ track }) => track ?? [])
      if (tracks.length > 0) yield tracks
      place = page.next
    } while (place !== null)
  }

  async #append(
    { id }: Playlist,
    tracks: readonly FoundTrack[],
    unlessThere: boolean,
  ): Promise<number> {
    let added = 0
    for (const [index, portion] of portions(tracks).entries()) {
      // What is there already needs no room, and nobody knows how much that is.
      const room = unlessThere ? {} : { room: tracks.length - index * WRITTEN_AT_ONCE }
      added += await this.#answer(this.#store.append(id, portion, { unlessThere, ...room }))
    }
    return added
  }

  async #named(text: string, viewer: Viewer): Promise<Playlist | null> {
    const key = nameKey(playlistName(text))
    return (await this.visible(viewer)).find(({ name }) => nameKey(name) === key) ?? null
  }

  /** Favourites that the store has. */
  async #made(favorites: Playlist, asker: Asker): Promise<Playlist> {
    permitEdit(favorites, asker)
    if (favorites.count > 0) return favorites
    await this.#answer(this.#store.create(favorites, [])).catch((error: unknown) => {
      if (codeOf(error) !== 'playlist-exists') throw error
    })
    return (await this.#answer(this.#store.named(favorites.owner, FAVORITES))) ?? favorites
  }

  #answer<T>(work: Promise<T>): Promise<T> {
    return databaseAnswer(this.#clock, work)
  }
}

/** The tracks as they're written, each portion in one transaction. */
function portions(tracks: readonly FoundTrack[]): (readonly FoundTrack[])[] {
  const starts = Array.from({ length: Math.ceil(tracks.length / WRITTEN_AT_ONCE) }, (_, n) => n)
  return starts.map((n) => tracks.slice(n * WRITTEN_AT_ONCE, (n + 1) * WRITTEN_AT_ONCE))
}

const newList = (name: string, owner: PlaylistOwner, { actor }: Asker) => ({
  ...{ id: newPlaylistId(), owner, name, link: null, createdBy: actor.userId, isArriving: false },
})
