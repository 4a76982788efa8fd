import type { GuildId, PlaylistId, UserId } from '../base/ids.ts'
import type { Playlist, PlaylistOwner } from '../domain/playlist.ts'
import type { FoundTrack } from '../domain/track.ts'

/** Who sees playlists: their own, those of the server that they're in, and what's shared with either. */
export interface Viewer {
  readonly userId: UserId
  readonly guildId: GuildId
}

/** One track of a playlist. */
export interface Entry {
  readonly id: string
  readonly place: number
  readonly track: FoundTrack
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
  /** Rejects with 'playlist-exists' or 'playlists-full'. */
  create(playlist: Omit<Playlist, 'count'>): Promise<void>
  /** Adds at the end, all or nothing. Rejects with 'playlist-full', or 'playlist-unknown' once it's deleted. */
  append(id: PlaylistId, tracks: readonly FoundTrack[]): Promise<void>
  /** At most `limit` entries behind `place`, or from the start, in order; those that can't be read are left out. */
  entries(id: PlaylistId, place: number | null, limit: number): Promise<EntryPage>
}

export interface EntryPage {
  readonly entries: readonly Entry[]
  /** The place of the last one that was looked at; null: there's nothing behind. */
  readonly next: number | null
}
