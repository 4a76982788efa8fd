import { SegueError } from '../base/error.ts'
import type { GuildId, PlaylistId, UserId } from '../base/ids.ts'
import { oneLine } from '../base/one-line.ts'
import { QUEUE_LIMIT } from './queue.ts'
import type { FoundTrack } from './track.ts'

/** Whose a playlist is. */
export type PlaylistOwner =
  | { readonly kind: 'user'; readonly id: UserId }
  | { readonly kind: 'server'; readonly id: GuildId }

/** A list of tracks that somebody keeps. Its name is hostile until escaped at the edge. */
export interface Playlist {
  readonly id: PlaylistId
  readonly owner: PlaylistOwner
  /** `FAVORITES`, or what its owner calls it. */
  readonly name: string
  /** Where it came from, if that's a link. */
  readonly link: string | null
  readonly createdBy: UserId
  /** How many tracks it has. */
  readonly count: number
  /** Whether its import is under way, or was broken off. */
  readonly isArriving: boolean
}

/** The name of the list that everybody has without making it; no other can be called so. */
export const FAVORITES = ''

/** UTF-16 units, as Discord counts. */
export const NAME_LENGTH = { minimum: 1, maximum: 80 } as const

export const PLAYLIST_LIMITS = {
  /** Playlists of one person or server, favourites not counted. */
  playlists: 100,
  /** Tracks of one playlist: as many as a queue takes. */
  entries: QUEUE_LIMIT,
  /** Tracks of all playlists of one person or server: a bound on what one of them can store. */
  entriesInAll: 50_000,
  /** People and servers that one playlist is shared with. */
  shares: 50,
} as const

/** What somebody typed as a name, on one line. Throws 'playlist-name'. */
export function playlistName(text: string): string {
  const name = oneLine(text.toWellFormed(), '')
  const { minimum, maximum } = NAME_LENGTH
  if (name.length < minimum || name.length > maximum) throw new SegueError('playlist-name')
  return name
}

/** A name as it's compared: people remember words, not capitals. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase()

/** Names the track: the same for every time that it's found. */
export const trackKey = ({ source, locator }: FoundTrack): string => `${source}:${locator}`
