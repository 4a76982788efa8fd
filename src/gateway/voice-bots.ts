import {
  type Client,
  GatewayDispatchEvents,
  type GatewayGuildCreateDispatchData,
  type GatewayGuildDeleteDispatchData,
  type GatewayVoiceStateUpdateDispatchData,
} from 'discord.js'

/**
 * Which people in voice channels are bots. The client caches no members, so this is read from the
 * raw packets; people who leave voice are forgotten.
 */
export class VoiceBots {
  /** By server: ids of the bots in its voice channels. */
  readonly #bots = new Map<string, Set<string>>()

  /**
   * Call this before the client logs in, since servers arrive together with who is in voice there.
   */
  constructor(client: Client) {
    client.ws.on(GatewayDispatchEvents.GuildCreate, (guild: GatewayGuildCreateDispatchData) =>
      this.#began(guild),
    )
    client.ws.on(GatewayDispatchEvents.GuildDelete, ({ id }: GatewayGuildDeleteDispatchData) =>
      this.#bots.delete(id),
    )
    client.ws.on(
      GatewayDispatchEvents.VoiceStateUpdate,
      (state: GatewayVoiceStateUpdateDispatchData) => this.#changed(state),
    )
  }

  has(guildId: string, userId: string): boolean {
    return this.#bots.get(guildId)?.has(userId) ?? false
  }

  #began({ id, members, voice_states }: GatewayGuildCreateDispatchData): void {
    const present = new Set(voice_states.map(({ user_id }) => user_id))
    const bots = members.filter(({ user }) => user.bot === true && present.has(user.id))
    if (bots.length === 0) this.#bots.delete(id)
    else this.#bots.set(id, new Set(bots.map(({ user }) => user.id)))
  }

  #changed({ guild_id, user_id, channel_id, member }: GatewayVoiceStateUpdateDispatchData): void {
    if (guild_id === undefined) return
    const bots = this.#bots.get(guild_id)
    if (channel_id === null) {
      bots?.delete(user_id)
      if (bots?.size === 0) this.#bots.delete(guild_id)
    } else if (member?.user.bot === true) {
      if (bots === undefined) this.#bots.set(guild_id, new Set([user_id]))
      else bots.add(user_id)
    }
  }
}
