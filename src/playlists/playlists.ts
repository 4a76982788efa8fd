import type { Clock } from '../base/clock.ts'
import { SegueError } from '../base/error.ts'
import { type GuildId, newPlaylistId, playlistId } from '../base/ids.ts'
import {
  FAVORITES,
  nameKey,
  type Playlist,
  type PlaylistOwner,
  playlistName,
} from '../domain/playlist.ts'
import type { Member } from '../domain/policy/actor.ts'
import { permit } from '../domain/policy/decide.ts'
import type { FoundTrack } from '../domain/track.ts'
import { databaseAnswer } from '../player/database-answer.ts'
import type { Suggestion } from '../player/ports.ts'
import type { EntryPage, PlaylistStore, Viewer } from './ports.ts'

/** How the value of a suggestion begins; the playlist's id follows. */
const SUGGESTED = 'playlist:'
/** Tracks that are read at once. */
const PAGE = 500

/** Somebody who asks for something, in a server. */
export interface Asker {
  readonly guildId: GuildId
  readonly actor: Member
}

/** Whose a list is: the asker's own, or the server's. */
export type Whose = 'own' | 'server'

/**
 * The playlists of people and servers. Everything rejects with a `SegueError`, and nothing has changed
 * then.
 */
export class Playlists {
  readonly #store: PlaylistStore
  readonly #clock: Clock

  constructor(store: PlaylistStore, clock: Clock) {
    this.#store = store
    this.#clock = clock
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

  /** Rejects with 'playlist-name', 'playlist-exists', 'playlists-full', or when the asker may not. */
  async create(text: string, whose: Whose, asker: Asker): Promise<Playlist> {
    return await this.#create(playlistName(text), ownerOf(whose, asker), asker)
  }

  /** The favourites of the asker or of the server, which need no making. */
  async favorites(whose: Whose, asker: Asker): Promise<Playlist> {
    const owner = ownerOf(whose, asker)
    const known = await this.#answer(this.#store.named(owner, FAVORITES))
    if (known !== null) return known
    return {
      ...{ id: newPlaylistId(), owner, name: FAVORITES, link: null },
      ...{ createdBy: asker.actor.userId, count: 0 },
    }
  }

  /** Adds at the end, all of them or none. */
  async add(list: Playlist, tracks: readonly FoundTrack[], asker: Asker): Promise<void> {
    permitEdit(list, asker)
    await this.#answer(this.#store.append(list.id, tracks))
  }

  /** All tracks in order, read a page at a time. */
  async *tracks({ id }: Playlist, signal: AbortSignal): AsyncGenerator<readonly FoundTrack[]> {
    let place: number | null = null
    do {
      signal.throwIfAborted()
      const page: EntryPage = await this.#answer(this.#store.entries(id, place, PAGE))
      if (page.entries.length > 0) yield page.entries.map(({ track }) => track)
      place = page.next
    } while (place !== null)
  }

  async #named(text: string, viewer: Viewer): Promise<Playlist | null> {
    const key = nameKey(playlistName(text))
    return (await this.visible(viewer)).find(({ name }) => nameKey(name) === key) ?? null
  }

  async #create(name: string, owner: PlaylistOwner, asker: Asker): Promise<Playlist> {
    const created = { id: newPlaylistId(), owner, name, link: null, createdBy: asker.actor.userId }
    permitEdit({ ...created, count: 0 }, asker)
    await this.#answer(this.#store.create(created))
    return { ...created, count: 0 }
  }

  #answer<T>(work: Promise<T>): Promise<T> {
    return databaseAnswer(this.#clock, work)
  }
}

function viewerOf({ guildId, actor: { userId } }: Asker): Viewer {
  return { guildId, userId }
}

function ownerOf(whose: Whose, { guildId, actor }: Asker): PlaylistOwner {
  return whose === 'own' ? { kind: 'user', id: actor.userId } : { kind: 'server', id: guildId }
}

/** Throws a `SegueError` unless the asker may change that list. */
export function permitEdit({ owner }: Playlist, { guildId, actor }: Asker): void {
  if (owner.kind === 'user' && owner.id === actor.userId) return
  if (owner.kind === 'user' || owner.id !== guildId) throw new SegueError('playlist-others')
  permit('edit-playlists', actor)
}
