import type { Client } from 'discord.js'
import { SegueError } from '../base/error.ts'
import { type ChannelId, type GuildId, type UserId, userId } from '../base/ids.ts'
import type { VoiceChannel } from '../domain/player/state.ts'
import type { Servers } from '../player/ports.ts'
import { voiceChannelIn } from './voice-access.ts'
import type { VoiceBots } from './voice-bots.ts'

/** The servers in discord.js' cache, which is complete once the client is ready. */
export class KnownServers implements Servers {
  readonly #client: Client<true>
  readonly #bots: VoiceBots

  constructor(client: Client<true>, bots: VoiceBots) {
    this.#client = client
    this.#bots = bots
  }

  /** False also during an outage of the server, when its channels aren't known. */
  has(guildId: GuildId): boolean {
    return this.#client.guilds.cache.get(guildId)?.available === true
  }

  /** Throws 'channel-gone', or what `voiceChannelIn` throws. */
  voiceChannel(guildId: GuildId, channelId: ChannelId): VoiceChannel {
    const channel = this.#client.guilds.cache.get(guildId)?.channels.cache.get(channelId)
    if (!channel?.isVoiceBased()) throw new SegueError('channel-gone')
    return voiceChannelIn(channel)
  }

  /** People who are deafened count: they're there and may hear again at any moment. */
  listeners(guildId: GuildId, channelId: ChannelId): readonly UserId[] | null {
    const guild = this.#client.guilds.cache.get(guildId)
    if (guild?.available !== true) return null
    return [...guild.voiceStates.cache.values()].flatMap((state) =>
      state.channelId === channelId && !this.#isBot(guildId, state.id) ? [userId(state.id)] : [],
    )
  }

  /** The people in that channel who hear it: they're not deafened, by themselves or a moderator. */
  hearing(guildId: GuildId, channelId: ChannelId): readonly UserId[] {
    const states = this.#client.guilds.cache.get(guildId)?.voiceStates.cache
    const isDeaf = (id: UserId) => states?.get(id)?.deaf !== false
    return (this.listeners(guildId, channelId) ?? []).filter((id) => !isDeaf(id))
  }

  #isBot(guildId: GuildId, id: string): boolean {
    return id === this.#client.user.id || this.#bots.has(guildId, id)
  }
}
