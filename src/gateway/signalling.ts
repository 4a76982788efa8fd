import {
  type Client,
  GatewayDispatchEvents,
  GatewayOpcodes,
  type GatewayVoiceServerUpdateDispatchData,
  type GatewayVoiceState,
  Status,
} from 'discord.js'
import { channelId, type GuildId, guildId, type UserId, userId } from '../base/ids.ts'
import type {
  OwnVoiceState,
  VoiceServerAssignment,
  VoiceSignalling,
  VoiceStateRequest,
} from '../domain/voice.ts'

/**
 * Voice signalling over the gateway's raw packets: these don't depend on discord.js' cache, so none
 * is lost.
 */
export class GatewaySignalling implements VoiceSignalling {
  readonly #client: Client<true>

  constructor(client: Client<true>) {
    this.#client = client
  }

  get selfId(): UserId {
    return userId(this.#client.user.id)
  }

  send(request: VoiceStateRequest): boolean {
    const shard = this.#client.ws.shards.get(this.shardOf(request.guild_id))
    if (shard === undefined || shard.status !== Status.Ready) return false
    shard.send({ op: GatewayOpcodes.VoiceStateUpdate, d: request })
    return true
  }

  /** Discord's formula: (guild id >> 22) modulo the number of shards (Gateway documentation, "Sharding"). */
  shardOf(guildId: GuildId): number {
    return Number((BigInt(guildId) >> 22n) % BigInt(Math.max(1, this.#client.ws.shards.size)))
  }

  onState(listener: (state: OwnVoiceState) => void): Disposable {
    return this.#on(GatewayDispatchEvents.VoiceStateUpdate, (state: GatewayVoiceState) => {
      if (state.user_id !== this.#client.user.id || state.guild_id === undefined) return
      listener({
        guild_id: guildId(state.guild_id),
        channel_id: state.channel_id === null ? null : channelId(state.channel_id),
        user_id: userId(state.user_id),
        session_id: state.session_id,
        self_mute: state.self_mute,
        self_deaf: state.self_deaf,
        mute: state.mute,
        suppress: state.suppress,
        bitrate: this.#bitrateOf(state.channel_id),
      })
    })
  }

  onServer(listener: (assignment: VoiceServerAssignment) => void): Disposable {
    return this.#on(
      GatewayDispatchEvents.VoiceServerUpdate,
      ({ guild_id, token, endpoint }: GatewayVoiceServerUpdateDispatchData) =>
        listener({ guild_id: guildId(guild_id), token, endpoint }),
    )
  }

  #bitrateOf(channel: string | null): number | null {
    const known = channel === null ? undefined : this.#client.channels.cache.get(channel)
    return known?.isVoiceBased() ? known.bitrate : null
  }

  #on<Data>(
    event: GatewayDispatchEvents.VoiceStateUpdate | GatewayDispatchEvents.VoiceServerUpdate,
    listener: (data: Data) => void,
  ): Disposable {
    this.#client.ws.on(event, listener)
    return { [Symbol.dispose]: () => void this.#client.ws.off(event, listener) }
  }
}
