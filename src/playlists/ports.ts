import type { GuildId, PlaylistId, UserId } from '../base/ids.ts'
import type { Playlist, PlaylistOwner } from '../domain/playlist.ts'
import type { FoundTrack } from '../domain/track.ts'

/** Who sees playlists: their own, those of the server that they're in, and what's shared with either. */
export interface Viewer {
  readonly userId: UserId
  readonly guildId: GuildId
}

/** With whom a playlist is shared: they see and play it. */
export type Audience = PlaylistOwner

/** One track of a playlist. */
export interface Entry {
  readonly id: string
  readonly place: number
  /** Null: this version can't read it. */
  readonly track: FoundTrack | null
}

/**
 * The store of playlists. A change locks its playlist, so that two of them don't interleave. Rejects with
 * a `SegueError` where a limit or a name is in the way, and otherwise as a store does whose database is away.
 */
export interface PlaylistStore {
  /** The viewer's own first, then the server's, then what's shared, each by name; favourites left out. */
  visible(viewer: Viewer): Promise<Playlist[]>
  /** Null: there's none, or the viewer doesn't see it. */
  byId(id: PlaylistId, viewer: Viewer): Promise<Playlist | null>
  named(owner: PlaylistOwner, name: string): Promise<Playlist | null>
  /**
   * With these tracks, all or nothing. Rejects with 'playlist-exists', 'playlists-full', or 'playlist-full'
   * where so many as `room` wouldn't fit.
   */
  create(
    playlist: Omit<Playlist, 'count'>,
    tracks: readonly FoundTrack[],
    room?: number,
  ): Promise<void>
  /**
   * Adds at the end, all or nothing; `unlessThere`: without those that are there already. Returns how many
   * were added. Rejects with 'playlist-full' where not so many as `room` more would fit, or
   * 'playlist-unknown' once it's deleted.
   */
  append(
    id: PlaylistId,
    tracks: readonly FoundTrack[],
    options?: { readonly unlessThere?: boolean; readonly room?: number },
  ): Promise<number>
  /** Its import is over. */
  arrived(id: PlaylistId): Promise<void>
  /** Rejects with 'playlist-exists', or 'playlist-unknown' once it's deleted. */
  rename(id: PlaylistId, name: string): Promise<void>
  delete(id: PlaylistId): Promise<void>
  /** Removes the entries from position `first` to `last`, both counted from 1; returns those that were there, in order. */
  remove(id: PlaylistId, first: number, last: number): Promise<readonly Entry[]>
  /** Removes the entries of that key; returns how many there were. */
  removeKey(id: PlaylistId, key: string): Promise<number>
  /** Puts the entry at position `from` where `to` is. Rejects with 'playlist-position'. */
  move(id: PlaylistId, from: number, to: number): Promise<Entry>
  /** Removes entries whose track comes earlier, too; returns how many there were. */
  dedupe(id: PlaylistId): Promise<number>
  /** Rejects with 'playlist-shares' where too many see it already. Repeating it is harmless. */
  share(id: PlaylistId, audience: Audience): Promise<void>
  /** Returns whether it was shared with them. */
  unshare(id: PlaylistId, audience: Audience): Promise<boolean>
  /** At most `limit` entries from position `offset`, counted from 0. */
  stretch(id: PlaylistId, offset: number, limit: number): Promise<readonly Entry[]>
  /** At most `limit` entries behind `place`, or from the start, in order. */
  entries(id: PlaylistId, place: number | null, limit: number): Promise<EntryPage>
}

export interface EntryPage {
  readonly entries: readonly Entry[]
  /** The place of the last one that was looked at; null: there's nothing behind. */
  readonly next: number | null
}
