import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { Database } from '../../src/db/database.ts'
import { ownMigrations } from '../../src/db/migrations.ts'
import { silentLog } from '../../src/observability/log.ts'
import { madeOnce } from './made-once.ts'

/**
 * Fills `folder` as a bot's first start does, by copying: making an embedded database takes seconds
 * of a processor and half a gigabyte, once for all tests, until the schema or PGlite changes.
 */
export async function newDataDir(folder: string): Promise<void> {
  await cp(await template(), folder, { recursive: true })
}

/** A filled data folder for one test. */
export async function temporaryDataDir(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'segue-data-'))
  await newDataDir(path)
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  }
}

function template(): Promise<string> {
  const pglite = manifest.dependencies['@electric-sql/pglite']
  const recipe = [pglite, ...ownMigrations.map(({ hash }) => hash)].join()
  return madeOnce('database', recipe, makeInProcess)
}

/** In a process of its own, which takes its memory with it. */
async function makeInProcess(path: string): Promise<void> {
  await mkdir(path)
  const child = Bun.spawn([process.execPath, import.meta.path, path], { stderr: 'pipe' })
  if ((await child.exited) !== 0) {
    throw new Error(`no database for tests: ${await new Response(child.stderr).text()}`)
  }
}

// With a folder: makes a database there. Without: sees to it that tests find one.
if (import.meta.main) {
  const [dataDir] = process.argv.slice(2)
  if (dataDir === undefined) await template()
  else await makeHere(dataDir)
}

async function makeHere(dataDir: string): Promise<void> {
  await using _made = await Database.open({ url: null, dataDir, log: silentLog })
}
