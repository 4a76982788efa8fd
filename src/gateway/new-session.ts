import { type Client, Events } from 'discord.js'
import { type GuildId, guildId } from '../base/ids.ts'

/**
 * Calls back for every server of a shard that had to identify anew, once its servers are known
 * again. Discord ends a session's voice together with it and doesn't tell the new one. Call this
 * once the client is ready, so that the first session isn't reported.
 */
export function onNewSession(client: Client<true>, began: (guildId: GuildId) => void): void {
  client.on(Events.ShardReady, (shardId) => {
    for (const guild of client.guilds.cache.values()) {
      if (guild.shardId === shardId) began(guildId(guild.id))
    }
  })
}
