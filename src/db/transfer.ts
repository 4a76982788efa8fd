import type { SqlTransaction } from './client.ts'
import type { Database } from './database.ts'
import { DatabaseError } from './database-error.ts'
import { TAKEN_AFTER } from './heartbeat.ts'
import {
  appliedHashes,
  apply,
  createMigrationTable,
  isPrefixOf,
  ownMigrations,
} from './migrations.ts'

/**
 * Everything that has to outlive a database, as lines of JSON: a header, one line a row, and an end
 * that counts them. Leases don't outlive their processes, pg-boss makes its own tables again, and a
 * now-playing card is posted anew, so none of these is exported; nor are members' accounts elsewhere,
 * since a file shows what it holds.
 */
const TABLES = [
  'server_settings',
  'settings_change',
  'player',
  'queue_entry',
  'played_track',
  'queue_change',
  'removed_track',
  'set_aside',
  'history',
  'rejected_match',
  'api_key',
  'playlist',
  'playlist_entry',
  'playlist_share',
] as const
type Table = (typeof TABLES)[number]

export type Counts = Readonly<Record<Table, number>>

interface Header {
  readonly format: typeof FORMAT
  readonly version: typeof VERSION
  /** Hashes of the migrations that made the tables of these rows. */
  readonly migrations: readonly string[]
}

/** Why a file can't be imported, as a sentence; the database is unchanged then. */
export class TransferError extends Error {
  override readonly name = 'TransferError'
}

const FORMAT = 'segue-export'
const VERSION = 1
const ROWS_AT_ONCE = 500
/** Rows are sent in portions of about this many characters. */
const BATCH_CHARACTERS = 4 * 2 ** 20
const A_DAY_MS = 24 * 60 * 60 * 1000

/** Passes a snapshot of the whole database to `write`, a piece at a time. */
export async function exportAll(
  database: Database,
  write: (text: string) => void | Promise<void>,
): Promise<Counts> {
  return await inOneTransaction(database, 'isolation level repeatable read', async (sql) => {
    const migrations = await appliedHashes(sql)
    const header: Header = { format: FORMAT, version: VERSION, migrations }
    await write(`${JSON.stringify(header)}\n`)
    const counts = noRows()
    for (const table of TABLES) {
      const rows = sql.unsafe<{ row: string }[]>(
        `select row_to_json(t)::text as row from segue.${table} t`,
      )
      for await (const batch of rows.cursor(ROWS_AT_ONCE)) {
        counts[table] += batch.length
        await write(batch.map(({ row }) => `{"table":"${table}","row":${row}}\n`).join(''))
      }
    }
    await write(`${JSON.stringify({ end: counts })}\n`)
    return counts
  })
}

/**
 * Imports an export, all or nothing: makes the tables as they were when the export was written,
 * fills them, and then migrates. Throws `TransferError`, also when the database isn't empty, unless
 * `replace` allows dropping its contents.
 */
export async function importAll(
  database: Database,
  lines: AsyncIterable<string>,
  options: { readonly replace: boolean },
): Promise<Counts> {
  const parsed = parsedLines(lines)
  const header = parseHeader((await parsed.next()).value)
  const bringIn = async (sql: SqlTransaction): Promise<Counts> => {
    await refuseInUse(sql)
    if (!options.replace) await refuseNonEmpty(sql)
    await sql.unsafe('drop schema segue cascade; create schema segue')
    await createMigrationTable(sql)
    await apply(sql, ownMigrations, 0, header.migrations.length)
    const counts = await fill(sql, parsed)
    await apply(sql, ownMigrations, header.migrations.length, ownMigrations.length)
    return counts
  }
  try {
    return await inOneTransaction(database, '', bringIn)
  } catch (error) {
    throw misfit(error)
  }
}

async function fill(sql: SqlTransaction, lines: AsyncGenerator<Line>): Promise<Counts> {
  const counts = noRows()
  let batch: { table: Table; rows: string[]; characters: number } | null = null
  const flush = async (): Promise<void> => {
    if (batch !== null) await insert(sql, batch.table, batch.rows)
    batch = null
  }
  for await (const { number, value } of lines) {
    if (isObject(value) && isObject(value.end)) {
      await flush()
      refuseOtherCounts(value.end, counts)
      return counts
    }
    const table = isObject(value) ? TABLES.find((known) => known === value.table) : undefined
    if (table === undefined || !isObject(value) || !isObject(value.row)) {
      throw new TransferError(`line ${number} isn’t a row of a table that this Segue knows.`)
    }
    const row = JSON.stringify(value.row)
    if (batch === null || batch.table !== table) {
      await flush()
      batch = { table, rows: [], characters: 0 }
    }
    batch.rows.push(row)
    batch.characters += row.length
    counts[table] += 1
    if (batch.rows.length >= ROWS_AT_ONCE || batch.characters >= BATCH_CHARACTERS) await flush()
  }
  throw new TransferError('the file was cut off: its last line is missing.')
}

async function insert(sql: SqlTransaction, table: Table, rows: readonly string[]): Promise<void> {
  await sql.unsafe(
    `insert into segue.${table} select * from json_populate_recordset(null::segue.${table}, $1::text::json)`,
    [`[${rows.join(',')}]`],
  )
}

/** Anything that PostgreSQL refuses during an import is the file's fault. */
function misfit(error: unknown): unknown {
  if (!(error instanceof DatabaseError) || error.temporary) return error
  return new TransferError(`a row of the file doesn’t fit (${error.message}).`, { cause: error })
}

async function inOneTransaction<T>(
  database: Database,
  mode: string,
  work: (sql: SqlTransaction) => Promise<T>,
): Promise<T> {
  return await database.raw((sql) => sql.begin(mode, work) as Promise<T>, A_DAY_MS)
}

/** Throws a `TransferError` while a bot runs on the database. */
export async function refuseRunning(database: Database): Promise<void> {
  await inOneTransaction(database, '', refuseInUse)
}

async function refuseInUse(sql: SqlTransaction): Promise<void> {
  const seen = await sql`
    select 1 from segue.process
    where seen_at > clock_timestamp() - ${TAKEN_AFTER}::interval limit 1`
  if (seen.length > 0) throw new TransferError('Segue is running on this database: stop it first.')
}

async function refuseNonEmpty(sql: SqlTransaction): Promise<void> {
  for (const table of TABLES) {
    const rows = await sql.unsafe(`select 1 from segue.${table} limit 1`)
    if (rows.length === 0) continue
    throw new TransferError(
      `the database is not empty (${table} has rows): say --replace to lose what it holds, or use another one.`,
    )
  }
}

interface Line {
  /** From 1. */
  readonly number: number
  readonly value: unknown
}

async function* parsedLines(lines: AsyncIterable<string>): AsyncGenerator<Line> {
  let number = 0
  for await (const text of lines) {
    number += 1
    if (text.trim() === '') continue
    try {
      yield { number, value: JSON.parse(text) }
    } catch {
      throw new TransferError(
        `line ${number} isn’t JSON: the file was cut off, or it isn’t an export.`,
      )
    }
  }
}

function parseHeader(line: Line | undefined): Header {
  const value = line?.value
  if (!isObject(value) || value.format !== FORMAT || !Array.isArray(value.migrations)) {
    throw new TransferError('the file isn’t an export from Segue.')
  }
  if (value.version !== VERSION) {
    throw new TransferError(
      `the file has version ${value.version}, and this Segue reads ${VERSION}.`,
    )
  }
  const migrations = value.migrations.map(String)
  if (migrations.length === 0 || !isPrefixOf(migrations, ownMigrations)) {
    throw new TransferError(
      'the file was written by a newer Segue, or by another line of it: bring it in with that one.',
    )
  }
  return { format: FORMAT, version: VERSION, migrations }
}

function refuseOtherCounts(said: Record<string, unknown>, found: Counts): void {
  for (const table of TABLES) {
    // A table that's younger than the file has no count in it.
    if ((said[table] ?? 0) === found[table]) continue
    throw new TransferError(
      `the file holds ${found[table]} rows of ${table} and says ${said[table]}: it is damaged.`,
    )
  }
}

function noRows(): Record<Table, number> {
  return Object.fromEntries(TABLES.map((table) => [table, 0])) as Record<Table, number>
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
