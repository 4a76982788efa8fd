import { type Client, Events } from 'discord.js'
import { type GuildId, guildId } from '../base/ids.ts'

/**
 * Calls back for every server of a shard that had to identify anew, once its servers are known
 * again. Discord ends the voice of a session together with it, and tells the new one nothing.
 * Listen from when the client is ready: the first session is no news then.
 */
export function onNewSession(client: Client<true>, began: (guildId: GuildId) => void): void {
  client.on(Events.ShardReady, (shardId) => {
    for (const guild of client.guilds.cache.values()) {
      if (guild.shardId === shardId) began(guildId(guild.id))
    }
  })
}
