import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'

const CACHE = join(import.meta.dir, '..', '..', '.cache')
const KEPT_MS = 30 * 24 * 60 * 60_000
const MADE_WITHIN_MS = 60_000
const TICK_MS = 20

/**
 * The path of what `make` made at the path that it is given: once for all runs of the tests in this
 * checkout, and again when `recipe` changes. Its users must not change it. Files and folders
 * that nothing has asked for within 30 days go. Rejects as `make` does.
 */
export async function madeOnce(
  kind: string,
  recipe: string,
  make: (path: string) => Promise<void>,
): Promise<string> {
  const folder = join(CACHE, `test-${kind}`)
  const path = join(folder, Bun.hash(recipe).toString(16))
  if (await isThere(path)) return path
  await mkdir(folder, { recursive: true })
  const lock = `${path}.lock`
  try {
    await mkdir(lock)
  } catch {
    await madeByAnother(path, lock)
    return path
  }
  try {
    // Another run may have finished between the look and the lock.
    if (!(await isThere(path))) await makeAt(path, make)
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
  await sweep(folder)
  return path
}

/** What a run that was killed leaves never stands at the path itself. */
async function makeAt(path: string, make: (path: string) => Promise<void>): Promise<void> {
  const making = await mkdtemp(`${path}.making-`)
  try {
    const made = join(making, 'made')
    await make(made)
    await rename(made, path)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
}

/** Waits for the process that holds the lock. A lock of a dead process is taken away once. */
async function madeByAnother(path: string, lock: string): Promise<void> {
  const deadline = performance.now() + MADE_WITHIN_MS
  while (!(await isThere(path))) {
    if (performance.now() > deadline) {
      await rm(lock, { recursive: true, force: true })
      throw new Error(`${path} was not made within ${MADE_WITHIN_MS} ms: run the tests again`)
    }
    await Bun.sleep(TICK_MS)
  }
}

/** The time of a path is that of its last use. */
async function isThere(path: string): Promise<boolean> {
  const now = new Date()
  return await utimes(path, now, now).then(
    () => true,
    () => false,
  )
}

async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const usedAt = (await stat(path).catch(() => null))?.mtimeMs
    if (usedAt !== undefined && usedAt < Date.now() - KEPT_MS)
      await rm(path, { recursive: true, force: true })
  }
}
