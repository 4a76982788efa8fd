import { codeOf, type ErrorCode, SegueError } from '../base/error.ts'
import { type GuildId, newRequestId, type TrackId } from '../base/ids.ts'
import { freshState } from '../domain/player/state.ts'
import type { Track } from '../domain/track.ts'
import { CRASHES, type Openings } from './openings.ts'
import { Player } from './player.ts'
import type { PlayerHost } from './player-ports.ts'
import type { PlayersPorts } from './players-ports.ts'
import type { PlayerSnapshot, Servers } from './ports.ts'
import { epochOf, stateOf, tracksOf, without } from './snapshot.ts'

/** The most tracks that a channel is told of one by one. */
const TOLD = 5

/** A player of this process, with the fence of its server's lease. */
export interface Held {
  readonly player: Player
  readonly fence: number
}

/** Who holds the players that are opened. */
export interface OpenerHost {
  of(guildId: GuildId): PlayerHost
  isClosing(): boolean
  /** Why no further server may be joined now; null: one may. */
  fullness(): ErrorCode | null
  /** Before what was stored begins to play. */
  hold(guildId: GuildId, held: Held): void
}

/** Claims servers and brings their stored players back. */
export class PlayerOpener {
  readonly #ports: PlayersPorts
  readonly #openings: Openings
  readonly #host: OpenerHost

  constructor(ports: PlayersPorts, openings: Openings, host: OpenerHost) {
    this.#ports = ports
    this.#openings = openings
    this.#host = host
  }

  /** A fresh player never replaces a stored one: without the database no player is made. */
  async open(guildId: GuildId): Promise<Held | null> {
    const { leases, store, settings, servers, clock, log } = this.#ports
    const lease = await leases.claim(guildId)
    if (lease === null) return null
    const [loaded, set, interrupted] = await Promise.all([
      store.load(guildId),
      settings.load(guildId),
      this.#openings.interrupted(guildId),
    ])
    // Another process may have taken the server meanwhile, and changed what was loaded.
    if ((await leases.claim(guildId))?.fence !== lease.fence) return null
    const { stored, leftOut } = this.#spared(guildId, loaded?.snapshot ?? null, interrupted)
    if (this.#host.isClosing()) throw new SegueError('shutting-down')
    const player = new Player(guildId, this.#ports, this.#host.of(guildId), freshState(set))
    const held = { player, fence: lease.fence }
    this.#host.hold(guildId, held)
    if (stored !== null) {
      const barred =
        stored.voiceChannel === null
          ? null
          : (barredFrom(servers, guildId, stored.voiceChannel.channelId) ?? this.#host.fullness())
      player.restore(stateOf(stored, newRequestId(), epochOf(clock)), barred)
      const count = loaded?.unreadable ?? 0
      if (count > 0) player.tell({ kind: 'unreadable', count })
      for (const track of leftOut.slice(0, TOLD)) player.tell({ kind: 'crashed', track })
      log.info('player restored', { guildId, playing: stored.current !== null && barred === null })
    }
    return held
  }

  /** The player without the tracks that were being opened at one crash after another. */
  #spared(
    guildId: GuildId,
    snapshot: PlayerSnapshot | null,
    interrupted: ReadonlyMap<TrackId, number>,
  ): { stored: PlayerSnapshot | null; leftOut: readonly Track[] } {
    const bad = new Set([...interrupted].flatMap(([id, times]) => (times >= CRASHES ? [id] : [])))
    const queued = snapshot === null ? [] : tracksOf(snapshot)
    const ids = new Set(queued.map(({ id }) => id))
    const gone = [...interrupted.keys()].filter((id) => !ids.has(id))
    this.#openings.drop(gone.map((trackId) => ({ guildId, trackId })))
    this.#openings.suspect(guildId, new Set(interrupted.keys()))
    if (snapshot === null || bad.size === 0) return { stored: snapshot, leftOut: [] }
    const leftOut = queued.filter(({ id }) => bad.has(id))
    for (const { id } of leftOut) {
      this.#ports.log.warn('left out a track that was being opened at two crashes in a row', {
        ...{ guildId, trackId: id, times: interrupted.get(id) ?? 0 },
      })
    }
    return { stored: without(snapshot, bad), leftOut }
  }
}

/** Why the bot can't play in that channel any more; null: it can. */
function barredFrom(
  servers: Servers,
  ...channel: Parameters<Servers['voiceChannel']>
): ErrorCode | null {
  try {
    servers.voiceChannel(...channel)
    return null
  } catch (error) {
    return codeOf(error)
  }
}
