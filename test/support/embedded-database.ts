import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseLog } from '../../src/db/database-log.ts'
import { newDataDir as fill } from './data-dir.ts'

export const quietLog: DatabaseLog = { info() {}, warn() {} }

/** A DATA_DIR that goes when it is disposed. */
export interface TestDataDir extends AsyncDisposable {
  readonly path: string
}

/** A DATA_DIR with a database that nothing was written to yet. */
export async function newDataDir(): Promise<TestDataDir> {
  const dir = await emptyDataDir()
  await fill(dir.path)
  return dir
}

export async function emptyDataDir(): Promise<TestDataDir> {
  const path = await mkdtemp(join(tmpdir(), 'segue-data-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
