import type { GuildId } from '../base/ids.ts'
import type { PlayerSnapshot } from '../player/ports.ts'
import { type ChangesDiff, changesDiff, type NumberedChanges, writeChanges } from './change-rows.ts'
import type { Transaction } from './database.ts'
import { type PlacedQueue, type QueueDiff, queueDiff } from './queue-diff.ts'
import { writeLists } from './queue-rows.ts'
import { playedTrack, queueEntry, removedTrack } from './schema.ts'

/** The tables of a player's tracks. */
export const LISTS = { queue: queueEntry, played: playedTrack, removed: removedTrack } as const
type ListName = keyof typeof LISTS
const NAMES = Object.keys(LISTS) as ListName[]

/** What the rows of a player's lists hold; null: they are unknown. */
export type StoredLists = { readonly [Name in ListName]: PlacedQueue | null } & {
  readonly changes: NumberedChanges | null
}

/** What turns the rows that there are into those that there shall be. */
export type ListsDiff = { readonly [Name in ListName]: QueueDiff } & {
  readonly changes: ChangesDiff
}

export const UNKNOWN: StoredLists = { queue: null, played: null, removed: null, changes: null }

export function listsDiff(before: StoredLists, { queue, past }: PlayerSnapshot): ListsDiff {
  return {
    queue: listDiff(before.queue, queue),
    played: listDiff(before.played, past.played),
    removed: listDiff(before.removed, past.removed),
    changes: changesDiff(before.changes, past.changes),
  }
}

/** An empty list that is known to be empty needs no statement. */
function listDiff(before: PlacedQueue | null, list: PlacedQueue['tracks']): QueueDiff {
  const isEmpty = before !== null && before.tracks.length === 0 && list.length === 0
  return isEmpty ? { removed: [], added: [], after: before } : queueDiff(before, list)
}

/** What the rows hold once the difference is applied. */
export const listsAfter = (diff: ListsDiff): StoredLists => ({
  queue: diff.queue.after,
  played: diff.played.after,
  removed: diff.removed.after,
  changes: diff.changes.after,
})

/** Whether there is nothing to remember. */
export const areEmpty = ({ changes, ...lists }: StoredLists): boolean =>
  changes?.changes.length === 0 && Object.values(lists).every((list) => list?.tracks.length === 0)

/** How many rows it writes or deletes, as far as that is known. */
export function sizeOf({ changes, ...lists }: ListsDiff): number {
  return [changes, ...Object.values(lists)].reduce(
    (sum, { added, removed }) => sum + added.length + (removed === 'all' ? 0 : removed.length),
    0,
  )
}

/** Applies the differences. */
export async function writeDiffs(
  transaction: Transaction,
  diffs: readonly { readonly guildId: GuildId; readonly diff: ListsDiff }[],
): Promise<void> {
  for (const name of NAMES) {
    const changes = diffs.map(({ guildId, diff }) => ({ guildId, diff: diff[name] }))
    await writeLists(transaction, LISTS[name], changes)
  }
  await writeChanges(
    transaction,
    diffs.map(({ guildId, diff }) => ({ guildId, diff: diff.changes })),
  )
}
