import { and, asc, inArray, type SQL, sql } from 'drizzle-orm'
import { type GuildId, guildId } from '../base/ids.ts'
import type { Track } from '../domain/track.ts'
import type { PlayerSnapshot } from '../player/ports.ts'
import type { Database } from './database.ts'
import { Gathered } from './gathered.ts'
import { type PlayerRow, remainsOf, snapshotOf } from './player-rows.ts'
import { player, queueEntry } from './schema.ts'
import type { Unreadable } from './set-aside.ts'
import { trackFrom } from './stored-track.ts'

/** Entries that are read at once: parsing them must not block the event loop for long. */
const READ_AT_ONCE = 500
/** Servers whose queues are read together; so many statements go side by side as there are such groups. */
const QUEUES_AT_ONCE = 25

/** A player as far as this version can read it. */
export interface ReadPlayer {
  readonly snapshot: PlayerSnapshot
  readonly queue: LoadedQueue
  readonly odd: readonly Unreadable[]
}

/** Reads stored players: those that are asked for together in a few statements. */
export class PlayerReader {
  readonly #database: Database
  readonly #rows: Gathered<GuildId, PlayerRow>
  /** The queues of those that have one. */
  readonly #queues: Gathered<GuildId, LoadedQueue>

  constructor(database: Database) {
    this.#database = database
    this.#rows = new Gathered(async (ids) => {
      const rows = await database.run((orm) =>
        orm
          .select()
          .from(player)
          .where(inArray(player.guildId, [...ids])),
      )
      return new Map(rows.map((row) => [guildId(row.guildId), row]))
    })
    this.#queues = new Gathered(async (ids) => {
      const groups: GuildId[][] = []
      for (let first = 0; first < ids.length; first += QUEUES_AT_ONCE)
        groups.push(ids.slice(first, first + QUEUES_AT_ONCE))
      const loaded = await Promise.all(groups.map((group) => this.#loadQueues(group)))
      return new Map(loaded.flatMap((queues) => [...queues]))
    })
  }

  /** Null: nothing is stored of that server. */
  async read(guildId: GuildId): Promise<ReadPlayer | null> {
    // In parallel, since thousands of servers are read when another process has died.
    const [row, stored] = await Promise.all([this.#rows.get(guildId), this.#queues.get(guildId)])
    if (row === null) return null
    const queue = stored ?? NO_ENTRIES
    const { snapshot, unreadable } = readable(row, queue.tracks)
    return { snapshot, queue, odd: [...queue.unreadable, ...unreadable] }
  }

  /** Page by page, in the order of the table's key. */
  async #loadQueues(guildIds: readonly GuildId[]): Promise<Map<GuildId, LoadedQueue>> {
    const loaded = new Map<GuildId, LoadedQueue>()
    const row = { guildId: queueEntry.guildId, place: queueEntry.place, track: queueEntry.track }
    let behind: SQL | undefined
    for (;;) {
      const rows = await this.#database.run((orm) =>
        orm
          .select(row)
          .from(queueEntry)
          .where(and(inArray(queueEntry.guildId, [...guildIds]), behind))
          .orderBy(asc(queueEntry.guildId), asc(queueEntry.place))
          .limit(READ_AT_ONCE),
      )
      for (const { place, track, ...row } of rows) {
        const id = guildId(row.guildId)
        const queue = loaded.get(id) ?? { tracks: [], places: [], unreadable: [] }
        loaded.set(id, queue)
        const read = attempt(() => trackFrom(track))
        if (read instanceof Error) {
          queue.unreadable.push({ kind: 'track', content: track, place, reason: read.message })
          continue
        }
        queue.tracks.push(read)
        queue.places.push(place)
      }
      const last = rows.at(-1)
      if (last === undefined || rows.length < READ_AT_ONCE) return loaded
      behind = sql`(${queueEntry.guildId}, ${queueEntry.place}) > (${last.guildId}, ${last.place})`
    }
  }
}

interface LoadedQueue {
  readonly tracks: Track[]
  readonly places: number[]
  readonly unreadable: Unreadable[]
}

const NO_ENTRIES: LoadedQueue = { tracks: [], places: [], unreadable: [] }

/** As much of the player as can be read: all but its current track, or only its queue. */
function readable(
  row: PlayerRow,
  queue: readonly Track[],
): { snapshot: PlayerSnapshot; unreadable: Unreadable[] } {
  const all = attempt(() => snapshotOf(row, queue))
  if (!(all instanceof Error)) return { snapshot: all, unreadable: [] }
  const rest = attempt(() => snapshotOf({ ...row, currentTrack: null }, queue))
  const common = { place: null, reason: all.message }
  if (rest instanceof Error) {
    const unreadable = [{ ...common, kind: 'player' as const, content: row }]
    return { snapshot: remainsOf(guildId(row.guildId), queue), unreadable }
  }
  return { snapshot: rest, unreadable: [{ ...common, kind: 'track', content: row.currentTrack }] }
}

function attempt<T>(work: () => T): T | Error {
  try {
    return work()
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
