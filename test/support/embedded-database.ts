import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { Database } from '../../src/db/database.ts'
import type { DatabaseLog } from '../../src/db/database-log.ts'
import { ownMigrations } from '../../src/db/migrations.ts'

export const quietLog: DatabaseLog = { info() {}, warn() {} }

/** A DATA_DIR that goes when it is disposed. */
export interface TestDataDir extends AsyncDisposable {
  readonly path: string
}

/**
 * A DATA_DIR with a database that nothing was written to yet: a copy of one that is made once for a
 * version of PGlite and of the schema, since making one takes seconds.
 */
export async function newDataDir(): Promise<TestDataDir> {
  const dir = await emptyDataDir()
  await cp(await template(), dir.path, { recursive: true })
  return dir
}

export async function emptyDataDir(): Promise<TestDataDir> {
  const path = await mkdtemp(join(tmpdir(), 'segue-data-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

async function template(): Promise<string> {
  const cache = join(import.meta.dir, '../../.cache')
  const name = `${manifest.dependencies['@electric-sql/pglite']} ${ownMigrations.map((step) => step.hash).join(' ')}`
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 12)
  const path = join(cache, `embedded-database-${hash}`)
  if (existsSync(path)) return path
  await mkdir(cache, { recursive: true })
  const making = await mkdtemp(join(cache, 'making-'))
  const database = await Database.open({ url: null, dataDir: making, log: quietLog })
  await database[Symbol.asyncDispose]()
  // Another test process may have been quicker: then its template is as good.
  await rename(making, path).catch(() => rm(making, { recursive: true, force: true }))
  return path
}
