import { and, asc, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import { type GuildId, guildId } from '../base/ids.ts'
import type { Track } from '../domain/track.ts'
import type {
  FencedPosition,
  FencedSnapshot,
  PlayerStore,
  Refusals,
  Saved,
  StoredPlayer,
} from '../player/ports.ts'
import type { Database, Transaction } from './database.ts'
import { Gathered } from './gathered.ts'
import { TAKEN_AFTER } from './heartbeat.ts'
import { ASSIGN_ALL, type PlayerRow, remainsOf, rowOf, snapshotOf } from './player-rows.ts'
import { type PlacedQueue, queueDiff } from './queue-diff.ts'
import { type QueueChange, writeQueues } from './queue-rows.ts'
import { player, playerLease, process, queueEntry, setAside } from './schema.ts'
import { trackFrom } from './stored-track.ts'

/** What one transaction stores, so that it is done well before its deadline, wherever the database is. */
const SERVERS_AT_ONCE = 50
const ENTRIES_AT_ONCE = 1_000
/** Entries that are read at once: making sense of them must not stop the event loop for long. */
const READ_AT_ONCE = 500
/** Servers whose queues are read together; so many statements go side by side as there are such groups. */
const QUEUES_AT_ONCE = 25

/** Every server's player. */
export class PlayerRepo implements PlayerStore {
  readonly #database: Database
  /** Queues as this process stored or read them last; where one is missing, nobody knows what is stored. */
  readonly #stored = new Map<GuildId, PlacedQueue>()

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

  async restorable(processId: string): Promise<GuildId[]> {
    const rows = await this.#database.run((orm) =>
      orm
        .select({ guildId: player.guildId })
        .from(player)
        .where(and(notPlayedByOthers(processId), isNotNull(player.roomChannelId))),
    )
    return rows.map((row) => guildId(row.guildId))
  }

  async load(guildId: GuildId): Promise<StoredPlayer | null> {
    // Side by side: thousands of servers are read when another process has died.
    const [row, stored] = await Promise.all([this.#rows.get(guildId), this.#queues.get(guildId)])
    if (row === null) return null
    const queue = stored ?? NO_ENTRIES
    const { snapshot, unreadable } = readable(row, queue.tracks)
    const odd = [...queue.unreadable, ...unreadable]
    if (odd.length > 0) await this.#setAside(guildId, odd)
    this.#remember(guildId, queue)
    return { snapshot, unreadable: odd.filter(({ kind }) => kind === 'track').length }
  }

  async save(changes: readonly FencedSnapshot[]): Promise<Saved> {
    const batch = this.#firstOf(changes)
    const queues = new Map(batch.map(({ snapshot, diff }) => [snapshot.guildId, diff.after]))
    let attempt: 'under way' | 'committing' | 'failed' = 'under way'
    const saving = this.#fenced(
      batch.map(({ snapshot, fence }) => ({ guildId: snapshot.guildId, fence })),
      async (transaction, refusals) => {
        const valid = batch.filter(({ snapshot }) => !refusals.has(snapshot.guildId))
        if (valid.length === 0) return
        await transaction
          .insert(player)
          .values(valid.map(({ snapshot }) => rowOf(snapshot)))
          .onConflictDoUpdate({ target: player.guildId, set: ASSIGN_ALL })
        await writeQueues(
          transaction,
          valid.map(({ snapshot, diff }) => ({ guildId: snapshot.guildId, diff })),
        )
        if (attempt === 'failed') throw new Error('nobody waits for this transaction any more')
        attempt = 'committing'
      },
    )
    const { refused } = await saving.catch((error: unknown) => {
      // Nobody can tell what came of a commit without an answer; before that, nothing was written.
      if (attempt === 'committing')
        for (const guildId of queues.keys()) this.#stored.delete(guildId)
      attempt = 'failed'
      throw error
    })
    const stored = [...queues.keys()].filter((guildId) => !refused.includes(guildId))
    for (const guildId of stored) this.#remember(guildId, queues.get(guildId) ?? NOTHING)
    return { stored, refused }
  }

  savePositions(changes: readonly FencedPosition[]): Promise<Refusals> {
    return this.#fenced(changes, async (transaction, refused) => {
      const valid = changes.filter((change) => !refused.has(change.guildId))
      if (valid.length === 0) return
      const rows = valid.map(
        ({ guildId, positionMs }) => sql`(${guildId}, ${positionMs}::double precision)`,
      )
      await transaction.execute(sql`
        update ${player} set position_ms = now_at.position_ms, updated_at = now()
        from (values ${sql.join(rows, sql`, `)}) as now_at (guild_id, position_ms)
        where ${player.guildId} = now_at.guild_id and ${player.currentTrack} is not null`)
    })
  }

  forget(guildId: GuildId): void {
    this.#stored.delete(guildId)
  }

  /** Those that one transaction holds; a server with a longer change than that has one of its own. */
  #firstOf(changes: readonly FencedSnapshot[]): (FencedSnapshot & Pick<QueueChange, 'diff'>)[] {
    const batch = []
    let entries = 0
    for (const change of changes.slice(0, SERVERS_AT_ONCE)) {
      const { guildId, queue } = change.snapshot
      const diff = queueDiff(this.#stored.get(guildId) ?? null, queue)
      entries += diff.added.length + (diff.removed === 'all' ? 0 : diff.removed.length)
      if (batch.length > 0 && entries > ENTRIES_AT_ONCE) break
      batch.push({ ...change, diff })
    }
    return batch
  }

  #remember(guildId: GuildId, queue: PlacedQueue): void {
    // To clear an empty queue once more costs nothing; to remember it for ever would.
    if (queue.tracks.length === 0) this.#stored.delete(guildId)
    else this.#stored.set(guildId, { tracks: queue.tracks, places: queue.places })
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

  /** Nothing is lost: a later version may read it, or a person. */
  async #setAside(guildId: GuildId, odd: readonly Unreadable[]): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const tracks = odd.filter(({ kind }) => kind === 'track')
      for (let first = 0; first < tracks.length; first += READ_AT_ONCE) {
        const some = tracks.slice(first, first + READ_AT_ONCE)
        await transaction
          .insert(setAside)
          .values(some.map(({ kind, content, reason }) => ({ guildId, kind, content, reason })))
        const places = some.flatMap(({ place }) => (place === null ? [] : [place]))
        if (places.length > 0) {
          await transaction
            .delete(queueEntry)
            .where(and(eq(queueEntry.guildId, guildId), inArray(queueEntry.place, places)))
        }
      }
      const whole = odd.find(({ kind }) => kind === 'player')
      if (whole !== undefined) {
        await transaction.execute(sql`
          insert into ${setAside} (guild_id, kind, content, reason)
          select guild_id, 'player', row_to_json(row), ${whole.reason} from ${player} row
          where guild_id = ${guildId}`)
        await transaction.delete(player).where(eq(player.guildId, guildId))
      } else if (odd.some(({ place }) => place === null)) {
        await transaction
          .update(player)
          .set({ currentTrack: null, positionMs: 0 })
          .where(eq(player.guildId, guildId))
      }
    })
    const [{ reason } = { reason: '' }] = odd
    this.#database.log.warn(
      'what this version cannot read of a stored player is left out, and kept in the table set_aside',
      { guildId, entries: odd.length, reason },
    )
  }

  /**
   * One transaction, in which the leases of its servers stand still: who takes one meanwhile waits for
   * this write, so an older fence can never write after a newer one.
   */
  async #fenced(
    changes: readonly { guildId: GuildId; fence: number }[],
    write: (transaction: Transaction, refused: ReadonlySet<GuildId>) => Promise<void>,
  ): Promise<Refusals> {
    if (changes.length === 0) return { refused: [] }
    return await this.#database.transaction(async (transaction) => {
      const ids = changes.map((change) => change.guildId)
      const leases = await transaction
        .select({ guildId: playerLease.guildId, fence: playerLease.fence })
        .from(playerLease)
        .where(inArray(playerLease.guildId, ids))
        .orderBy(playerLease.guildId)
        .for('share')
      const fences = new Map(leases.map((lease) => [lease.guildId, lease.fence]))
      const refused = changes
        .filter((change) => change.fence < (fences.get(change.guildId) ?? 0))
        .map((change) => change.guildId)
      await write(transaction, new Set(refused))
      return { refused }
    })
  }
}

/** Servers of live processes stay out of sight, so that a look costs as much as there is to do. */
const notPlayedByOthers = (processId: string): SQL => sql`
  not exists (
    select 1 from ${playerLease} join ${process} on ${process.id} = ${playerLease.processId}
    where ${playerLease.guildId} = ${player.guildId} and ${process.id} <> ${processId}
      and ${process.seenAt} > clock_timestamp() - ${TAKEN_AFTER}::interval)`

interface LoadedQueue {
  readonly tracks: Track[]
  readonly places: number[]
  readonly unreadable: Unreadable[]
}

const NO_ENTRIES: LoadedQueue = { tracks: [], places: [], unreadable: [] }

interface Unreadable {
  readonly kind: 'player' | 'track'
  readonly content: unknown
  /** Of an entry of the queue; null: of the player's own row. */
  readonly place: number | null
  readonly reason: string
}

const NOTHING: PlacedQueue = { tracks: [], places: [] }

/** As much of the player as can be read: without its current track, or else its queue alone. */
function readable(
  row: PlayerRow,
  queue: readonly Track[],
): { snapshot: StoredPlayer['snapshot']; unreadable: Unreadable[] } {
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
