import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { channelId, type GuildId, guildId, SNOWFLAKE, type TrackId, userId } from '../base/ids.ts'
import type { ArrivingList } from '../domain/arriving.ts'
import type { AutoplayMode } from '../domain/autoplay.ts'
import { noPast, type Past } from '../domain/player/past/past.ts'
import { idleState, type LoopMode } from '../domain/player/state.ts'
import type { Queue } from '../domain/queue.ts'
import { arrivingListSchema } from '../domain/schema/arriving-list.ts'
import { Check } from '../domain/schema/check.ts'
import { filtersFrom } from '../domain/sound.ts'
import type { PlayerSnapshot, StoredVote } from '../player/ports.ts'
import { player } from './schema.ts'
import { storedTrack, trackFrom } from './stored-track.ts'

const ARRIVING = new Check(arrivingListSchema)

export type PlayerRow = typeof player.$inferSelect

/** A row of a server's player, all but its queue. */
export function rowOf(snapshot: PlayerSnapshot): typeof player.$inferInsert {
  return {
    guildId: snapshot.guildId,
    roomChannelId: snapshot.voiceChannel?.channelId ?? null,
    roomBitrate: snapshot.voiceChannel?.bitrate ?? null,
    textChannelId: snapshot.textChannelId,
    currentTrack: snapshot.current === null ? null : storedTrack(snapshot.current.track),
    positionMs: snapshot.current?.positionMs ?? 0,
    loop: snapshot.loop,
    autoplay: snapshot.autoplay,
    volume: snapshot.volume,
    mutedFrom: snapshot.mutedFrom,
    filters: snapshot.filters,
    paused: snapshot.paused,
    djId: snapshot.djId,
    vote: snapshot.vote,
    arriving: snapshot.arriving,
  }
}

/** Every column but the key takes the value that the insert brought. */
export const ASSIGN_ALL: Record<string, SQL> = Object.fromEntries(
  Object.entries(getTableColumns(player))
    .filter(([name]) => name !== 'guildId')
    .map(([name, column]) => [name, sql`excluded.${sql.identifier(column.name)}`]),
)

/** Throws when the row doesn't describe a player; the columns' own checks rule most of that out. */
export function snapshotOf(row: PlayerRow, queue: Queue, past = noPast): PlayerSnapshot {
  return {
    guildId: guildId(row.guildId),
    voiceChannel:
      row.roomChannelId === null || row.roomBitrate === null
        ? null
        : { channelId: channelId(row.roomChannelId), bitrate: row.roomBitrate },
    textChannelId: row.textChannelId === null ? null : channelId(row.textChannelId),
    current:
      row.currentTrack === null
        ? null
        : { track: trackFrom(row.currentTrack), positionMs: row.positionMs },
    queue,
    past,
    loop: row.loop as LoopMode,
    autoplay: (row.autoplay ?? null) as AutoplayMode | null,
    volume: row.volume,
    mutedFrom: row.mutedFrom ?? null,
    filters: filtersFrom(row.filters),
    paused: row.paused,
    // A row that was set aside before there was such a column has none.
    djId: row.djId ? userId(row.djId) : null,
    vote: voteFrom(row.vote),
    arriving: arrivingFrom(row.arriving),
  }
}

/** What's left of a player whose row can't be read: its lists, until a member calls the bot. */
export function remainsOf(id: GuildId, queue: Queue, past: Past): PlayerSnapshot {
  const { voiceChannel, textChannelId, current, loop, autoplay, volume, mutedFrom } = idleState
  const { filters, paused } = idleState
  const idle = {
    voiceChannel,
    textChannelId,
    current,
    loop,
    autoplay,
    volume,
    mutedFrom,
    filters,
    paused,
    djId: null,
    vote: null,
    arriving: [],
  }
  return { guildId: id, ...idle, queue, past }
}

/** Without what isn't a list of this version: what has come of it stays. */
const arrivingFrom = (value: unknown): ArrivingList[] =>
  Array.isArray(value) ? value.filter((list) => ARRIVING.accepts(list)) : []

/** Null for what isn't a vote of this version: people can vote again. */
function voteFrom(value: unknown): StoredVote | null {
  if (typeof value !== 'object' || value === null) return null
  const { trackId, voters, endsAt } = value as Partial<Record<keyof StoredVote, unknown>>
  const isSound = typeof trackId === 'string' && Array.isArray(voters) && typeof endsAt === 'number'
  if (!isSound || !voters.every((id) => typeof id === 'string' && SNOWFLAKE.test(id))) return null
  return { trackId: trackId as TrackId, voters: voters.map((id) => userId(String(id))), endsAt }
}
