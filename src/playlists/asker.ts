import { SegueError } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import type { PlayerState } from '../domain/player/state.ts'
import type { Playlist, PlaylistOwner } from '../domain/playlist.ts'
import type { Member } from '../domain/policy/actor.ts'
import { decide } from '../domain/policy/decide.ts'
import type { Viewer } from './ports.ts'

/** Somebody who asks for something, in a server. */
export interface Asker {
  readonly guildId: GuildId
  readonly actor: Member
  /** The server's player, whose settings tell who its DJs are. */
  readonly state: PlayerState
}

/** Whose a list is: the asker's own, or the server's. */
export type Whose = 'own' | 'server'

export function viewerOf({ guildId, actor: { userId } }: Asker): Viewer {
  return { guildId, userId }
}

export function ownerOf(whose: Whose, { guildId, actor }: Asker): PlaylistOwner {
  return whose === 'own' ? { kind: 'user', id: actor.userId } : { kind: 'server', id: guildId }
}

/** Throws a `SegueError` unless the asker may change that list. */
export function permitEdit(list: Playlist, asker: Asker): void {
  if (!mayEdit(list, asker)) throw new SegueError('playlist-others')
}

/** Whether the asker may change that list. */
export function mayEdit({ owner }: Playlist, { guildId, actor, state }: Asker): boolean {
  if (owner.kind === 'user') return owner.id === actor.userId
  return owner.id === guildId && decide('edit-playlists', actor, state).verdict === 'allow'
}
