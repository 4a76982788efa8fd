import { Database as Sqlite } from 'bun:sqlite'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseStartError } from './database-error.ts'

/**
 * Lets one process at a time use a folder: a second one would ruin the embedded database.
 *
 * The lock is the kernel's, on a file beside the database, taken through SQLite, which comes with
 * Bun and knows how each system locks. So the lock ends with its process, however that dies. It
 * can't be stale, and nobody can take it from a live process, even one that is suspended, runs in
 * another container or reuses a dead process's id.
 */
export class DataDirLock implements Disposable {
  readonly #file: Sqlite
  readonly #holderPath: string

  private constructor(file: Sqlite, holderPath: string) {
    this.#file = file
    this.#holderPath = holderPath
  }

  /**
   * Throws `DatabaseStartError` when another process holds the lock, or when the folder can't be
   * locked.
   */
  static take(dataDir: string): DataDirLock {
    const holderPath = join(dataDir, 'database.pid')
    let file: Sqlite | null = null
    try {
      file = new Sqlite(join(dataDir, 'database.lock'), { create: true, readwrite: true })
      // Nothing is ever written to the file. With the journal in memory too, a full disk doesn't
      // matter.
      file.run('PRAGMA journal_mode = MEMORY')
      file.run('PRAGMA busy_timeout = 0')
      file.run('BEGIN EXCLUSIVE')
    } catch (error) {
      file?.close()
      throw new DatabaseStartError(refusal(dataDir, holderPath, error), { cause: error })
    }
    note(holderPath)
    return new DataDirLock(file, holderPath)
  }

  [Symbol.dispose](): void {
    rmSync(this.#holderPath, { force: true })
    this.#file.close()
  }
}

/** Only for people to read: the kernel knows who holds the lock. */
function note(holderPath: string): void {
  try {
    writeFileSync(holderPath, `${process.pid}\n`)
  } catch {
    // The disk is full; the lock works without the note.
  }
}

function refusal(dataDir: string, holderPath: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('SQLITE_BUSY')) {
    return (
      `another Segue${holderOf(holderPath)} uses ${dataDir}: stop that one first, or give this one ` +
      'a DATA_DIR of its own. Several processes together need DATABASE_URL.'
    )
  }
  const reason = error instanceof Error ? error.message : String(error)
  return (
    `${dataDir} can't be locked (${reason}): DATA_DIR must be a folder that this user may write to, ` +
    'on a file system that knows locks.'
  )
}

function holderOf(holderPath: string): string {
  try {
    const pid = readFileSync(holderPath, 'utf8').trim()
    return /^\d{1,10}$/.test(pid) ? ` (process ${pid})` : ''
  } catch {
    return ''
  }
}
