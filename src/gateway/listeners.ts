import { type Client, Events } from 'discord.js'
import { type GuildId, guildId } from '../base/ids.ts'
import type { Players } from '../player/players.ts'

/** Tells a player when people enter or leave its channel, and after an outage. */
export function watchListeners(
  client: Client<true>,
  players: Pick<Players, 'state' | 'lookAround'>,
): void {
  client.on(Events.VoiceStateUpdate, (before, now) => {
    if (before.channelId === now.channelId) return
    const id: GuildId = guildId(now.guild.id)
    const { voiceChannel } = players.state(id)
    if (voiceChannel === null) return
    if (voiceChannel.channelId === before.channelId || voiceChannel.channelId === now.channelId) {
      void players.lookAround(id)
    }
  })
  client.on(Events.GuildAvailable, (guild) => void players.lookAround(guildId(guild.id)))
}
