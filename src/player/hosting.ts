import { type ErrorCode, SegueError } from '../base/error.ts'
import type { GuildId } from '../base/ids.ts'
import { eventsOf } from '../domain/events.ts'
import type { PlayerState } from '../domain/player/state.ts'
import type { Input } from '../domain/player/transition.ts'
import type { EventFeed } from './event-feed.ts'
import type { Openings } from './openings.ts'
import type { PlayerHost } from './player-ports.ts'
import type { Servers } from './ports.ts'
import type { WriteBehind } from './write-behind.ts'

export interface HostingPorts {
  readonly servers: Pick<Servers, 'listeners' | 'voiceChannel'>
  readonly openings: Openings
  readonly written: WriteBehind
  readonly feed: EventFeed
  /** Why no further server may be joined now; null: one may. */
  fullness(): ErrorCode | null
  /** The fence of the server's lease; null: it's no longer this process's. */
  fenceOf(guildId: GuildId): number | null
}

/** What one player's steps lead to: they're published, and stored in the background. */
export function hostOf(
  guildId: GuildId,
  { servers, openings, written, feed, fullness, fenceOf }: HostingPorts,
): PlayerHost {
  return {
    admit() {
      const code = fullness()
      if (code !== null) throw new SegueError(code)
    },
    voiceChannel: (channelId) => servers.voiceChannel(guildId, channelId),
    listeners: (channelId) => servers.listeners(guildId, channelId),
    opening: (trackId, asked) => openings.begin(guildId, trackId, asked),
    stepped(before, input, after) {
      const fence = fenceOf(guildId)
      if (fence !== null) feed.publish(guildId, fence, eventsOf(before, input, after))
      openings.stepped(guildId, after)
      if (onlyMoved(before, input, after)) written.moved(guildId)
      else if (!isStoredAlike(before, input, after)) written.changed(guildId)
    },
  }
}

/** Whether only the track's position changed. */
function onlyMoved(before: PlayerState, input: Input, after: PlayerState): boolean {
  return before !== after && input.kind === 'event' && input.event.kind === 'position'
}

/**
 * Whether nothing changed that's stored: in a large stage people come and go all the time, and a
 * station says something else at any time.
 */
function isStoredAlike(before: PlayerState, input: Input, after: PlayerState): boolean {
  if (before === after || (input.kind === 'event' && input.event.kind === 'title')) return true
  return input.kind === 'listeners' && before.djId === after.djId && before.vote === after.vote
}
