import { ChannelType, type Client, GatewayDispatchEvents, PermissionFlagsBits } from 'discord.js'
import type { Clock } from '../../base/clock.ts'
import { type ChannelId, channelId, type GuildId, guildId } from '../../base/ids.ts'
import type { Log } from '../../observability/log.ts'
import type { Players } from '../../player/players.ts'
import type { PublishedEvent, Subscriber } from '../../player/subscriber.ts'
import type { EditTurns } from '../now-playing/edit-turns.ts'
import type { StatusStore } from '../ports.ts'
import { ChannelInfos } from './channel-info.ts'
import { ChannelStatus, type ChannelStatusPorts } from './channel-status.ts'

export interface VoiceStatusPorts {
  readonly client: Client<true>
  readonly players: Pick<Players, 'holds' | 'state'>
  readonly store: StatusStore
  readonly turns: EditTurns
  readonly clock: Clock
  readonly log: Log
}

/** So few are kept without looking whether each is still needed. */
const FEW = 100
/** What tells of a change that the status shows. */
const TELLING: ReadonlySet<string> = new Set([
  'track_start',
  'title',
  'track_end',
  'voice',
  'settings',
])

/** Shows what plays in the status of each voice channel that the bot is in. */
export class VoiceStatuses implements Subscriber {
  readonly name = 'voice status'
  readonly #of = new Map<GuildId, ChannelStatus>()
  readonly #ports: ChannelStatusPorts
  #sweptAt = FEW

  constructor({ client, players, ...ports }: VoiceStatusPorts) {
    const asking = new ChannelInfos(client, ports.clock)
    this.#ports = {
      ...ports,
      stateOf: (server) => (players.holds(server) ? players.state(server) : null),
      maySet: (server, channel) => maySet(client, server, channel),
      ask: (server, channel) => asking.statusOf(server, channel),
      set: async (channel, status) => {
        await client.rest.put(`/channels/${channel}/voice-status`, { body: { status } })
      },
    }
    client.ws.on(GatewayDispatchEvents.VoiceChannelStatusUpdate, (changed: StatusChange) =>
      this.#of
        .get(guildId(changed.guild_id))
        ?.changed(channelId(changed.id), changed.status || null),
    )
  }

  take({ guildId: server, event }: PublishedEvent): void {
    if (!TELLING.has(event.kind)) return
    const known = this.#of.get(server) ?? new ChannelStatus(server, this.#ports)
    this.#of.set(server, known)
    known.touch()
    if (this.#of.size > this.#sweptAt) this.#sweep()
  }

  /** The bot is about to leave its channel there: resolves when nothing of its own stays, or soon. */
  async leaving(server: GuildId): Promise<void> {
    await this.#of.get(server)?.leaving()
  }

  /** Drops those of servers that are no longer this process's. */
  #sweep(): void {
    for (const server of [...this.#of.keys()]) {
      if (this.#ports.stateOf(server) === null) this.#of.delete(server)
    }
    this.#sweptAt = Math.max(FEW, this.#of.size * 2)
  }
}

/** Discord's event (docs: Gateway Events, "Voice Channel Status Update"). */
interface StatusChange {
  readonly id: string
  readonly guild_id: string
  readonly status: string | null
}

/** A stage has none; outside of the channel it also takes the right to manage it. */
function maySet(client: Client<true>, server: GuildId, id: ChannelId): boolean {
  const guild = client.guilds.cache.get(server)
  const channel = guild?.channels.cache.get(id)
  const me = guild?.members.me ?? null
  if (channel === undefined || me === null || channel.type !== ChannelType.GuildVoice) return false
  const granted = channel.permissionsFor(me)
  if (!granted.has([PermissionFlagsBits.ViewChannel, PermissionFlagsBits.SetVoiceChannelStatus]))
    return false
  return me.voice.channelId === id || granted.has(PermissionFlagsBits.ManageChannels)
}
