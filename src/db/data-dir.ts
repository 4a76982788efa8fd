import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseStartError } from './database-error.ts'

/** Major version of PGlite's PostgreSQL, which can't read the folder of another major version. */
export const EMBEDDED_MAJOR = 18

/** A new database takes 40 MB; two segments of its log (16 MB each) are what a start may write. */
const NEW_DATABASE_BYTES = 100 * 2 ** 20
const START_BYTES = 32 * 2 ** 20
/** pg_control is one block of this size since PostgreSQL 8.1 (src/include/catalog/pg_control.h). */
const CONTROL_FILE_BYTES = 8192

/**
 * The folder of the embedded database, and what may be done there before the database is opened.
 */
export class DataDir {
  readonly database: string
  readonly #unfinished: string

  private constructor(dataDir: string) {
    this.database = join(dataDir, 'database')
    this.#unfinished = join(dataDir, 'database.unfinished')
  }

  /** Throws `DatabaseStartError` when the folder can't be made. */
  static make(dataDir: string): DataDir {
    try {
      mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    } catch (error) {
      throw new DatabaseStartError(
        `the folder ${dataDir} can't be made (${(error as Error).message}): set DATA_DIR to one that this user may write to.`,
      )
    }
    return new DataDir(dataDir)
  }

  /** Whether a start finds a database there, and makes none. */
  static holdsDatabase(dataDir: string): boolean {
    return !isEmpty(join(dataDir, 'database'))
  }

  /**
   * For callers that only read. Throws `DatabaseStartError` when there is no database, and makes
   * none.
   */
  static mustHold(dataDir: string): void {
    if (DataDir.holdsDatabase(dataDir)) return
    throw new DatabaseStartError(
      `there is no database in ${dataDir}: set DATA_DIR to the folder that the bot uses, or DATABASE_URL.`,
    )
  }

  /**
   * Refuses, without touching it, a folder that the embedded database would ruin or can't open. The
   * caller holds the lock. Returns whether the database is new; then call `finished` once it's
   * complete, or the next start takes it for the rest of an interrupted one and makes it again.
   */
  prepare(): { fresh: boolean } {
    if (existsSync(this.#unfinished)) rmSync(this.database, { recursive: true, force: true })
    if (isEmpty(this.database)) {
      this.#needs(NEW_DATABASE_BYTES)
      writeFileSync(this.#unfinished, 'The database beside this file was never completed.\n')
      // It holds what was played where, and hashes of keys.
      mkdirSync(this.database, { recursive: true, mode: 0o700 })
      return { fresh: true }
    }
    this.#refuseForeign()
    this.#needs(START_BYTES)
    return { fresh: false }
  }

  /** The database is complete. A new one is wholly on the disk before it counts as complete. */
  async finished(): Promise<void> {
    if (!existsSync(this.#unfinished)) return
    // There are a thousand files and a disk may be slow with each, so others aren't kept waiting.
    for (const name of await readdir(this.database, { recursive: true })) {
      await flush(join(this.database, name))
    }
    await flush(this.database)
    await rm(this.#unfinished)
    await flush(join(this.database, '..'))
  }

  /** The message when the database doesn't open although `prepare` accepted it. */
  damaged(reason: string): DatabaseStartError {
    return new DatabaseStartError(
      `the database in ${this.database} does not open (${reason}): if the disk is full or read-only, ` +
        'mend that; if the folder is damaged, move it away and bring an export back with ' +
        '"bun run import FILE".',
    )
  }

  #refuseForeign(): void {
    const version = contentOf(join(this.database, 'PG_VERSION'))
    if (version === null || !/^\d{1,3}$/.test(version)) {
      throw new DatabaseStartError(
        `${this.database} isn't a database of Segue's (it has no PG_VERSION): point DATA_DIR elsewhere, or move that folder away.`,
      )
    }
    if (Number(version) !== EMBEDDED_MAJOR) {
      throw new DatabaseStartError(
        `${this.database} was written by PostgreSQL ${version}, and this Segue carries ${EMBEDDED_MAJOR}: ` +
          'export it with the Segue that wrote it ("bun run export FILE"), move the folder away, and import the file here.',
      )
    }
    const control = join(this.database, 'global', 'pg_control')
    if (!existsSync(control) || statSync(control).size !== CONTROL_FILE_BYTES) {
      throw this.damaged('its control file is missing or cut off')
    }
  }

  #needs(bytes: number): void {
    const { bavail, bsize } = statfsSync(join(this.database, '..'))
    const free = bavail * bsize
    if (free >= bytes) return
    throw new DatabaseStartError(
      `the disk of ${this.database} is full: ${megabytes(free)} are free, and the database needs ${megabytes(bytes)} to start. Make room, or move DATA_DIR.`,
    )
  }
}

/** Flushes a file or a folder to the disk. */
async function flush(path: string): Promise<void> {
  await using file = await open(path, 'r')
  await file.sync()
}

function isEmpty(folder: string): boolean {
  return !existsSync(folder) || (statSync(folder).isDirectory() && readdirSync(folder).length === 0)
}

function contentOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 2 ** 20)} MB`
}
