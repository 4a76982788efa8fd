import type { Client } from 'discord.js'
import type { ChannelId, GuildId } from '../base/ids.ts'
import { SegueError } from '../domain/errors.ts'
import type { Room } from '../domain/player-state.ts'
import type { Servers } from '../player/ports.ts'
import { roomIn } from './voice-access.ts'

/** The servers in discord.js' cache, which is whole once the client is ready. */
export class KnownServers implements Servers {
  readonly #client: Client<true>

  constructor(client: Client<true>) {
    this.#client = client
  }

  /** False during an outage of the server too: nothing is known of its channels then. */
  has(guildId: GuildId): boolean {
    return this.#client.guilds.cache.get(guildId)?.available === true
  }

  /** Throws 'channel-gone', or what `roomIn` throws. */
  room(guildId: GuildId, channelId: ChannelId): Room {
    const channel = this.#client.guilds.cache.get(guildId)?.channels.cache.get(channelId)
    if (!channel?.isVoiceBased()) throw new SegueError('channel-gone')
    return roomIn(channel)
  }
}
