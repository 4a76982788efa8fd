import { and, count, eq, inArray, lt, sql } from 'drizzle-orm'
import { type UserId, userId } from '../base/ids.ts'
import { LISTEN_SERVICES, type ListenServiceName } from '../domain/listen.ts'
import {
  type Account,
  type AccountStore,
  type LinkedAccount,
  MOST_LISTENS,
  type OutboxStore,
  type Parcel,
  type PastListen,
} from '../scrobbling/ports.ts'
import type { Database } from './database.ts'
import { scrobble, scrobbleAccount } from './schema.ts'

/** Listens of one member that wait for one service: weeks of music. More aren't taken. */
export const WAITING_LIMIT = 2_000

/** Members' accounts at services, and listens on their way there. */
export class ScrobbleRepo implements AccountStore, OutboxStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async accountsOf(userIds: readonly UserId[]): Promise<readonly Account[]> {
    if (userIds.length === 0) return []
    const rows = await this.#database.run((orm) =>
      orm
        .select()
        .from(scrobbleAccount)
        .where(
          and(inArray(scrobbleAccount.userId, [...userIds]), eq(scrobbleAccount.isRefused, false)),
        ),
    )
    return rows.flatMap(accountIn)
  }

  async linkedBy(id: UserId): Promise<readonly LinkedAccount[]> {
    const rows = await this.#database.run((orm) =>
      orm
        .select({
          service: scrobbleAccount.service,
          name: scrobbleAccount.name,
          isRefused: scrobbleAccount.isRefused,
          waiting: count(scrobble.id),
        })
        .from(scrobbleAccount)
        .leftJoin(
          scrobble,
          and(
            eq(scrobble.userId, scrobbleAccount.userId),
            eq(scrobble.service, scrobbleAccount.service),
          ),
        )
        .where(eq(scrobbleAccount.userId, id))
        .groupBy(scrobbleAccount.userId, scrobbleAccount.service),
    )
    return rows.flatMap(({ service, ...row }) => {
      const known = serviceNamed(service)
      return known === undefined ? [] : [{ service: known, ...row }]
    })
  }

  async link(account: Account): Promise<void> {
    const row = { ...account, isRefused: false }
    await this.#database.run((orm) =>
      orm
        .insert(scrobbleAccount)
        .values(row)
        .onConflictDoUpdate({
          target: [scrobbleAccount.userId, scrobbleAccount.service],
          set: { name: row.name, token: row.token, isRefused: false },
        }),
    )
  }

  async unlink(id: UserId, service: ListenServiceName | null): Promise<boolean> {
    return await this.#database.transaction(async (transaction) => {
      const of = service === null ? undefined : eq(scrobbleAccount.service, service)
      const waiting = service === null ? undefined : eq(scrobble.service, service)
      await transaction.delete(scrobble).where(and(eq(scrobble.userId, id), waiting))
      const deleted = await transaction
        .delete(scrobbleAccount)
        .where(and(eq(scrobbleAccount.userId, id), of))
      return deleted.count > 0
    })
  }

  async refuse({ userId: id, service }: Pick<Account, 'userId' | 'service'>): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      await transaction
        .update(scrobbleAccount)
        .set({ isRefused: true })
        .where(and(eq(scrobbleAccount.userId, id), eq(scrobbleAccount.service, service)))
      await transaction
        .delete(scrobble)
        .where(and(eq(scrobble.userId, id), eq(scrobble.service, service)))
    })
  }

  async add(accounts: readonly Account[], listen: PastListen, now: Date): Promise<void> {
    const { at, ...what } = listen
    await this.#database.transaction(async (transaction) => {
      const ids = accounts.map((account) => account.userId)
      const waiting = await transaction
        .select({ userId: scrobble.userId, service: scrobble.service, waiting: count() })
        .from(scrobble)
        .where(inArray(scrobble.userId, ids))
        .groupBy(scrobble.userId, scrobble.service)
      const isFull = ({ userId: id, service }: Account) =>
        waiting.some(
          (row) => row.userId === id && row.service === service && row.waiting >= WAITING_LIMIT,
        )
      const rows = accounts
        .filter((account) => !isFull(account))
        .map(({ userId: id, service }) => ({
          // Version 7 begins with the time, so that rows are inserted at the end of the index.
          ...{ id: Bun.randomUUIDv7(), userId: id, service },
          ...{ listen: what, listenedAt: at, dueAt: now },
        }))
      if (rows.length > 0) await transaction.insert(scrobble).values(rows)
    })
  }

  async take(service: ListenServiceName, now: Date, heldUntil: Date): Promise<Parcel | null> {
    return await this.#database.transaction(async (transaction) => {
      const isDue = and(
        eq(scrobble.service, service),
        sql`${scrobble.dueAt} <= ${now.toISOString()}::timestamptz`,
      )
      const [first] = await transaction
        .select({ userId: scrobble.userId })
        .from(scrobble)
        .where(isDue)
        .orderBy(scrobble.dueAt)
        .limit(1)
        .for('update', { skipLocked: true })
      if (first === undefined) return null
      const rows = await transaction
        .select()
        .from(scrobble)
        .where(and(isDue, eq(scrobble.userId, first.userId)))
        .orderBy(scrobble.listenedAt)
        .limit(MOST_LISTENS)
        .for('update', { skipLocked: true })
      const ids = rows.map(({ id }) => id)
      await transaction
        .update(scrobble)
        .set({ dueAt: heldUntil, tries: sql`${scrobble.tries} + 1` })
        .where(inArray(scrobble.id, ids))
      const [account] = await transaction
        .select()
        .from(scrobbleAccount)
        .where(and(eq(scrobbleAccount.userId, first.userId), eq(scrobbleAccount.service, service)))
      const [known] = account === undefined ? [] : accountIn(account)
      if (known === undefined) {
        await transaction.delete(scrobble).where(inArray(scrobble.id, ids))
        return null
      }
      const tries = Math.min(...rows.map((row) => row.tries))
      return { ...known, ids, tries, listens: rows.map(listenIn) }
    })
  }

  async done(ids: readonly string[]): Promise<void> {
    await this.#database.run((orm) => orm.delete(scrobble).where(inArray(scrobble.id, [...ids])))
  }

  async later(ids: readonly string[], due: Date): Promise<void> {
    await this.#database.run((orm) =>
      orm
        .update(scrobble)
        .set({ dueAt: due })
        .where(inArray(scrobble.id, [...ids])),
    )
  }

  async forgetBefore(time: Date): Promise<number> {
    const deleted = await this.#database.run((orm) =>
      orm.delete(scrobble).where(lt(scrobble.listenedAt, time)),
    )
    return deleted.count
  }
}

const serviceNamed = (name: string): ListenServiceName | undefined =>
  LISTEN_SERVICES.find((known) => known === name)

/** One of a service that only a later version knows is left alone. */
function accountIn(row: typeof scrobbleAccount.$inferSelect): Account[] {
  const service = serviceNamed(row.service)
  if (service === undefined) return []
  return [{ userId: userId(row.userId), service, name: row.name, token: row.token }]
}

/** This program has written it. */
const listenIn = ({ listen, listenedAt }: typeof scrobble.$inferSelect): PastListen => ({
  ...(listen as Omit<PastListen, 'at'>),
  at: listenedAt,
})
