import { channelId, type GuildId, guildId, type TrackId, userId } from '../../../src/base/ids.ts'
import type { Database } from '../../../src/db/database.ts'
import { PostgresLeases } from '../../../src/db/leases.ts'
import type { PlayerRepo } from '../../../src/db/player-repo.ts'
import type { QueueChange } from '../../../src/domain/player/past/past.ts'
import type { PlayerSnapshot } from '../../../src/player/ports.ts'
import { track } from '../../domain/player/sample.ts'

let guilds = 0

export function newGuild(): GuildId {
  return guildId(String(1_000 + guilds++))
}

export async function loaded(players: PlayerRepo, guild: GuildId): Promise<PlayerSnapshot | null> {
  return (await players.load(guild))?.snapshot ?? null
}

/** Saves all of it, however many transactions it takes; returns how many. */
export async function saveAll(players: PlayerRepo, snapshots: PlayerSnapshot[], fence = 1) {
  let transactions = 0
  for (let left = snapshots; left.length > 0; transactions++) {
    const { stored } = await players.save(left.map((snapshot) => ({ snapshot, fence })))
    left = left.filter(({ guildId }) => !stored.includes(guildId))
  }
  return transactions
}

export function playerOf(guild: GuildId): PlayerSnapshot {
  return {
    guildId: guild,
    voiceChannel: { channelId: channelId('10'), bitrate: 96_000 },
    textChannelId: channelId('20'),
    current: { track: track('a'), positionMs: 1_500 },
    queue: [track('b', { live: true, durationMs: null }), track('c', { artist: 'Jo “X” 😀' })],
    past: {
      played: [track('x'), track('y')],
      changes: [changeOf('remove', 'z'), changeOf('clear', 'b')],
      removed: [track('z')],
    },
    loop: 'queue',
    autoplay: 'mixed',
    volume: 35,
    mutedFrom: 70,
    filters: {
      equalizer: [{ band: 0, gain: 0.25 }],
      timescale: { speed: 1.2, pitch: 1, rate: 1 },
    },
    paused: true,
    djId: userId('30'),
    arriving: [
      {
        ...{ id: 'a' as TrackId, origin: 'https://example.com/list', passed: 100, seed: 7 },
        ...{ behind: 'b' as TrackId, requestedBy: userId('31') },
      },
    ],
    vote: { trackId: 'a' as TrackId, voters: [userId('31')], endsAt: 1_800_000_000_500 },
  }
}

export function changeOf(by: QueueChange['by'], gone: string): QueueChange {
  const ended = { id: 'y' as TrackId, positionMs: 1.5 }
  return { by, behind: null, stretch: [gone as TrackId], added: [], ended, began: null }
}

/** The fence after that many processes have held the server one after another. */
export async function fenceAfterTakeovers(database: Database, guild: GuildId, times: number) {
  let fence = 0
  for (let turn = 0; turn < times; turn++) {
    await using leases = await PostgresLeases.open({ database, processId: crypto.randomUUID() })
    fence = (await leases.claim(guild))?.fence ?? Number.NaN
  }
  return fence
}
