import { and, asc, inArray, type SQL, sql } from 'drizzle-orm'
import { type GuildId, guildId } from '../base/ids.ts'
import type { Past } from '../domain/player/past/past.ts'
import type { Track } from '../domain/track.ts'
import type { PlayerSnapshot } from '../player/ports.ts'
import { type LoadedChanges, readChanges } from './change-reader.ts'
import type { Database } from './database.ts'
import { Gathered } from './gathered.ts'
import { LISTS, type StoredLists } from './player-lists.ts'
import { type PlayerRow, remainsOf, snapshotOf } from './player-rows.ts'
import { player, type TrackList } from './schema.ts'
import type { Unreadable } from './set-aside.ts'
import { withSharedIds } from './shared-ids.ts'
import { trackFrom } from './stored-track.ts'

/** Entries that are read at once: parsing them must not block the event loop for long. */
const READ_AT_ONCE = 500
/** Servers whose lists are read together; so many statements go side by side as there are such groups. */
const LISTS_AT_ONCE = 25

/** A player as far as this version can read it. */
export interface ReadPlayer {
  readonly snapshot: PlayerSnapshot
  readonly lists: StoredLists
  readonly odd: readonly Unreadable[]
}

/** Reads stored players: those that are asked for together in a few statements. */
export class PlayerReader {
  readonly #database: Database
  readonly #rows: Gathered<GuildId, PlayerRow>
  /** By table: the lists of those that have one. */
  readonly #lists: { readonly [Name in keyof typeof LISTS]: Gathered<GuildId, LoadedList> }
  readonly #changes: Gathered<GuildId, LoadedChanges>

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
    const gathered = (table: TrackList) =>
      new Gathered<GuildId, LoadedList>(async (ids) => {
        const groups: GuildId[][] = []
        for (let first = 0; first < ids.length; first += LISTS_AT_ONCE)
          groups.push(ids.slice(first, first + LISTS_AT_ONCE))
        const loaded = await Promise.all(groups.map((group) => this.#loadLists(table, group)))
        return new Map(loaded.flatMap((lists) => [...lists]))
      })
    this.#lists = {
      queue: gathered(LISTS.queue),
      played: gathered(LISTS.played),
      removed: gathered(LISTS.removed),
    }
    this.#changes = new Gathered((ids) => readChanges(database, ids))
  }

  /** Null: nothing is stored of that server. */
  async read(guildId: GuildId): Promise<ReadPlayer | null> {
    // In parallel, since thousands of servers are read when another process has died.
    const [row, queue, played, removed, changes] = await Promise.all([
      this.#rows.get(guildId),
      this.#lists.queue.get(guildId),
      this.#lists.played.get(guildId),
      this.#lists.removed.get(guildId),
      this.#changes.get(guildId),
    ])
    if (row === null) return null
    const { tracks, unreadable: oddTracks } = queue ?? NO_ENTRIES
    const past: Past = {
      played: played?.tracks ?? [],
      removed: removed?.tracks ?? [],
      changes: withSharedIds(changes?.changes ?? [], tracks, removed?.tracks ?? []),
    }
    const lists: StoredLists = {
      queue: queue ?? NO_ENTRIES,
      played: whole(played ?? NO_ENTRIES),
      removed: whole(removed ?? NO_ENTRIES),
      changes:
        changes?.isWhole === false
          ? null
          : { changes: past.changes, numbers: changes?.numbers ?? [] },
    }
    const { snapshot, unreadable } = readable(row, tracks, past)
    return { snapshot, lists, odd: [...oddTracks, ...unreadable] }
  }

  /** Page by page, in the order of the table's key. */
  async #loadLists(
    table: TrackList,
    guildIds: readonly GuildId[],
  ): Promise<Map<GuildId, LoadedList>> {
    const loaded = new Map<GuildId, LoadedList>()
    const row = { guildId: table.guildId, place: table.place, track: table.track }
    let behind: SQL | undefined
    for (;;) {
      const rows = await this.#database.run((orm) =>
        orm
          .select(row)
          .from(table)
          .where(and(inArray(table.guildId, [...guildIds]), behind))
          .orderBy(asc(table.guildId), asc(table.place))
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
      behind = sql`(${table.guildId}, ${table.place}) > (${last.guildId}, ${last.place})`
    }
  }
}

interface LoadedList {
  readonly tracks: Track[]
  readonly places: number[]
  readonly unreadable: Unreadable[]
}

const NO_ENTRIES: LoadedList = { tracks: [], places: [], unreadable: [] }

/** A list with rows that this version can't read counts as unknown, so that they're replaced. */
const whole = (list: LoadedList): LoadedList | null => (list.unreadable.length > 0 ? null : list)

/** As much of the player as can be read: all but its current track, or only its queue. */
function readable(
  row: PlayerRow,
  queue: readonly Track[],
  past: Past,
): { snapshot: PlayerSnapshot; unreadable: Unreadable[] } {
  const all = attempt(() => snapshotOf(row, queue, past))
  if (!(all instanceof Error)) return { snapshot: all, unreadable: [] }
  const rest = attempt(() => snapshotOf({ ...row, currentTrack: null }, queue, past))
  const common = { place: null, reason: all.message }
  if (rest instanceof Error) {
    const unreadable = [{ ...common, kind: 'player' as const, content: row }]
    return { snapshot: remainsOf(guildId(row.guildId), queue, past), unreadable }
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
