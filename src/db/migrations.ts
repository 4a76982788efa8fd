import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql, SqlTransaction } from './client.ts'
import { DatabaseStartError } from './database-error.ts'

/** One step of the schema. A step that was released never changes: its hash is what databases remember. */
export interface Migration {
  readonly name: string
  readonly text: string
  /** SHA-256 of the text, in hexadecimal. */
  readonly hash: string
}

/** The lock that all processes of a fleet use: one of them migrates, the others wait. */
const MIGRATION_LOCK = 0x5e9e_0001

/** The steps that this program knows, in order. */
export const ownMigrations: readonly Migration[] = readMigrations(
  join(import.meta.dir, 'migrations'),
)

/**
 * Brings the schema to what the program needs, or refuses with a `DatabaseStartError`, in one
 * transaction. The lock ends with that transaction, so it is held by the connection that migrates
 * and by nothing else.
 */
export async function migrate(sql: Sql, known = ownMigrations): Promise<void> {
  await sql.begin(async (transaction) => {
    await transaction`select pg_advisory_xact_lock(${MIGRATION_LOCK}::bigint)`
    await transaction`create schema if not exists segue`
    await createMigrationTable(transaction)
    const applied = await appliedHashes(transaction)
    refuseOther(applied, known)
    await apply(transaction, known, applied.length, known.length)
  })
}

export async function createMigrationTable(transaction: SqlTransaction): Promise<void> {
  await transaction`
    create table if not exists segue.migration (
      position integer primary key,
      name text not null,
      hash text not null,
      applied_at timestamptz not null default now()
    )`
}

/** Applies the steps from position `from` up to and without `to`, both counted from 0. */
export async function apply(
  transaction: SqlTransaction,
  known: readonly Migration[],
  from: number,
  to: number,
): Promise<void> {
  for (const [offset, { name, text, hash }] of known.slice(from, to).entries()) {
    await transaction.unsafe(text)
    await transaction`insert into segue.migration (position, name, hash) values (${from + offset + 1}, ${name}, ${hash})`
  }
}

export async function appliedHashes(transaction: SqlTransaction): Promise<readonly string[]> {
  const rows = await transaction<
    { hash: string }[]
  >`select hash from segue.migration order by position`
  return rows.map((row) => row.hash)
}

/** Whether the applied steps are those that the program knows, or the first of them. */
export function isPrefixOf(applied: readonly string[], known: readonly Migration[]): boolean {
  return applied.every((hash, position) => hash === known[position]?.hash)
}

function refuseOther(applied: readonly string[], known: readonly Migration[]): void {
  if (isPrefixOf(applied, known)) return
  const newer = known.every((step, position) => step.hash === applied[position])
  throw new DatabaseStartError(
    newer
      ? `the database is newer than this Segue (it has ${applied.length} migrations, this program knows ${known.length}): start the version that wrote it, or a later one.`
      : 'the database was made by another line of Segue (its migrations differ from this program’s): start the version that wrote it, or use another database.',
  )
}

function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8')
    return { name, text, hash: createHash('sha256').update(text).digest('hex') }
  })
}
