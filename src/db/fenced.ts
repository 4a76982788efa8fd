import { inArray } from 'drizzle-orm'
import type { GuildId } from '../base/ids.ts'
import type { Refusals } from '../player/ports.ts'
import type { Database, Transaction } from './database.ts'
import { playerLease } from './schema.ts'

/**
 * One transaction that locks the leases of its servers: a process that takes one meanwhile waits
 * for this write, so an older fence can never write after a newer one.
 */
export async function fenced(
  database: Database,
  changes: readonly { guildId: GuildId; fence: number }[],
  write: (transaction: Transaction, refused: ReadonlySet<GuildId>) => Promise<void>,
): Promise<Refusals> {
  if (changes.length === 0) return { refused: [] }
  return await database.transaction(async (transaction) => {
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
