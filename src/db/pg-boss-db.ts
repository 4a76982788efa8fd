import type { Sql } from './client.ts'
import type { Database } from './database.ts'

/** What pg-boss needs of a database (its `IDatabase`). */
export interface JobDatabase {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>
}

/** Maintenance of the job tables may take longer than a query of the bot's. */
const DEADLINE_MS = 60_000
/** Object ids of `timestamptz` and `timestamp` (src/include/catalog/pg_type.dat). */
const TIMES: readonly number[] = [1184, 1114]

/**
 * The same connections for pg-boss, with values as node-postgres, which it is written for, takes and
 * gives them: objects go as JSON, times come as `Date`.
 */
export function pgBossDb(database: Database): JobDatabase {
  return {
    async executeSql(text, values = []) {
      const result = await database.raw(
        (sql) =>
          values.length > 0
            ? sql.unsafe(text, values.map(parameter) as never[])
            : statements(sql, text),
        DEADLINE_MS,
      )
      return { rows: rowsOf(result) }
    },
  }
}

/**
 * Without values a text may contain several statements, even a transaction; the answer has the rows
 * of all.
 */
async function statements(sql: Sql, text: string): Promise<Result | readonly Result[]> {
  const connection = await sql.reserve()
  try {
    return await connection.unsafe(text)
  } catch (error) {
    // A transaction that the text leaves open would hit the connection's next user.
    await connection.unsafe('rollback').catch(() => {})
    throw error
  } finally {
    connection.release()
  }
}

interface Result extends ReadonlyArray<Record<string, unknown>> {
  readonly columns?: readonly { readonly name: string; readonly type: number }[]
}

function rowsOf(result: Result | readonly Result[]): Record<string, unknown>[] {
  const results = isSingle(result) ? [result] : result
  return results.flatMap((one) => {
    const times = (one.columns ?? []).filter((column) => TIMES.includes(column.type))
    return [...one].map((row) => {
      const dated = { ...row }
      for (const { name } of times) {
        if (typeof dated[name] === 'string') dated[name] = new Date(dated[name])
      }
      return dated
    })
  })
}

/** A result of several statements is a plain array; that of one knows its command. */
function isSingle(result: Result | readonly Result[]): result is Result {
  return 'command' in result
}

function parameter(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value) || value instanceof Uint8Array) return value
  return typeof value === 'object' ? JSON.stringify(value) : value
}
