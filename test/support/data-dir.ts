import { cp, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Database } from '../../src/db/database.ts'
import { ownMigrations } from '../../src/db/migrations.ts'
import { silentLog } from '../../src/observability/log.ts'

const ROOT = join(import.meta.dir, '..', '..')
const TEMPLATES = join(ROOT, '.cache', 'test-database')
const MADE_WITHIN_MS = 60_000

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

let known: Promise<string> | null = null

function template(): Promise<string> {
  known ??= findOrMake()
  return known
}

async function findOrMake(): Promise<string> {
  const pglite = await Bun.file(join(ROOT, 'node_modules/@electric-sql/pglite/package.json')).json()
  const contents = [pglite.version, ...ownMigrations.map(({ hash }) => hash)].join()
  const path = join(TEMPLATES, Bun.hash(contents).toString(16))
  if (await exists(path)) return path
  await mkdir(TEMPLATES, { recursive: true })
  const lock = `${path}.lock`
  try {
    await mkdir(lock)
  } catch {
    await madeByAnother(path, lock)
    return path
  }
  try {
    // Another run may have finished between the look and the lock.
    if (!(await exists(path))) await make(path)
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
  return path
}

/** In a process of its own, which takes its memory with it. */
async function make(path: string): Promise<void> {
  const folder = await mkdtemp(join(TEMPLATES, 'making-'))
  const child = Bun.spawn([process.execPath, import.meta.path, folder], { stderr: 'pipe' })
  if ((await child.exited) !== 0) {
    throw new Error(`no database for tests: ${await new Response(child.stderr).text()}`)
  }
  await rename(folder, path)
  for (const name of await readdir(TEMPLATES))
    if (!path.endsWith(name) && !name.endsWith('.lock'))
      await rm(join(TEMPLATES, name), { recursive: true, force: true })
}

/** Waits for who holds the lock; one that died leaves it, and is not waited for twice. */
async function madeByAnother(path: string, lock: string): Promise<void> {
  const deadline = performance.now() + MADE_WITHIN_MS
  while (!(await exists(path))) {
    if (performance.now() > deadline) {
      await rm(lock, { recursive: true, force: true })
      throw new Error(`no database for tests within ${MADE_WITHIN_MS} ms: run them again`)
    }
    await Bun.sleep(50)
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
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
