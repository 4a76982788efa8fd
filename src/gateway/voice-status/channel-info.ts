import { type Client, GatewayDispatchEvents, GatewayOpcodes, Status } from 'discord.js'
import type { Clock } from '../../base/clock.ts'
import type { ChannelId, GuildId } from '../../base/ids.ts'
import { EditTurns } from '../now-playing/edit-turns.ts'

/** So often a shard's 120 messages a minute are spent on this; voice needs the others. */
const ASKED_A_SECOND = 1 / 3
const ANSWER_WITHIN_MS = 3_000

/** What the gateway tells of one server's channels (docs: Gateway Events, "Channel Info"). */
interface ChannelInfo {
  readonly guild_id: string
  readonly channels: readonly { readonly id: string; readonly status?: string | null }[]
}

/** Asks the main gateway for the statuses of voice channels, which nothing else tells. */
export class ChannelInfos {
  readonly #client: Client
  readonly #clock: Clock
  readonly #turns: EditTurns
  readonly #asked = new Map<string, (info: ChannelInfo | null) => void>()

  constructor(client: Client, clock: Clock) {
    this.#client = client
    this.#clock = clock
    this.#turns = new EditTurns(clock, ASKED_A_SECOND)
    client.ws.on(GatewayDispatchEvents.ChannelInfo, (info: ChannelInfo) =>
      this.#asked.get(info.guild_id)?.(info),
    )
  }

  /** Null: none. Undefined: Discord didn't tell. At most one question a server at a time. */
  async statusOf(guildId: GuildId, channelId: ChannelId): Promise<string | null | undefined> {
    await this.#turns.turn(false)
    const shard = this.#client.guilds.cache.get(guildId)?.shard
    if (shard === undefined || shard.status !== Status.Ready) return undefined
    const { promise, resolve } = Promise.withResolvers<ChannelInfo | null>()
    this.#asked.set(guildId, resolve)
    using _late = this.#clock.after(ANSWER_WITHIN_MS, () => resolve(null))
    shard.send({
      op: GatewayOpcodes.RequestChannelInfo,
      d: { guild_id: guildId, fields: ['status'] },
    })
    const info = await promise
    this.#asked.delete(guildId)
    if (info === null) return undefined
    return info.channels.find(({ id }) => id === channelId)?.status || null
  }
}
