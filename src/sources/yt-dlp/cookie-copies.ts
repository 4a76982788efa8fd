import { chmod, copyFile, mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A browser's export is some kilobytes. */
const MAX_BYTES = 4 * 1024 * 1024
/** The most copies for processes that the engine starts later: about as many as play at once. */
const KEPT = 256

/**
 * Copies of the host's cookies file, one for each run of yt-dlp, which writes into what it is given.
 * Only this user may read them, and they go with the run or with the process.
 */
export class CookieCopies implements AsyncDisposable {
  readonly #file: string
  readonly #folder: string
  readonly #kept: string[] = []
  #ready: Promise<unknown> | null = null

  /** `file` is read again for each copy; `folder` is cleared of what an earlier process left. */
  constructor(file: string, folder: string) {
    this.#file = file
    this.#folder = folder
  }

  /**
   * A copy that's deleted when disposed. Rejects when the file can't be read or is too large for
   * cookies.
   */
  async take(): Promise<{ readonly path: string } & AsyncDisposable> {
    const path = await this.#copy()
    return { path, [Symbol.asyncDispose]: () => rm(path, { force: true }) }
  }

  /**
   * A copy for a process whose end can't be seen here; when there are many, the oldest is deleted.
   */
  async keep(): Promise<string> {
    const path = await this.#copy()
    this.#kept.push(path)
    const oldest = this.#kept.length > KEPT ? this.#kept.shift() : undefined
    if (oldest !== undefined) await rm(oldest, { force: true })
    return path
  }

  /** Deletes every copy. */
  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #copy(): Promise<string> {
    this.#ready ??= this.#empty()
    await this.#ready
    const { size } = await stat(this.#file)
    if (size > MAX_BYTES) throw new RangeError('the cookies file is too large to be one')
    const path = join(this.#folder, `${crypto.randomUUID()}.txt`)
    await copyFile(this.#file, path)
    await chmod(path, 0o600)
    return path
  }

  async #empty(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
  }
}
