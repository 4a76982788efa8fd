import { createHash } from 'node:crypto'
import { access, copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { SegueError } from '../../base/error.ts'
import type { Log } from '../../observability/log.ts'
import type { Releases } from './release.ts'

/** The extractor, as its update needs it. */
export interface Extractor {
  /** Resolves with the version of the program at that path if it does what's needed; rejects otherwise. */
  probe(program: string, signal: AbortSignal): Promise<string>
  /** Uses that program, or the one that's installed, from now on. Resolves with its version; null: it doesn't run. */
  use(program: string | null): Promise<string | null>
}

export interface ExtractorUpdateOptions {
  /** Where the update lies: the path that the bot looks at first. */
  readonly path: string
  readonly releases: Releases
  readonly extractor: Extractor
  readonly log: Log
}

/** Of what was being downloaded when a process ended. */
const PARTIAL = /^\.update-/

/**
 * Brings the newest yt-dlp into the data folder: what was downloaded has its release's checksum and works,
 * before it takes the place of the one before. Where that fails, or it doesn't run there, all is as it was.
 */
export class ExtractorUpdate {
  readonly #options: ExtractorUpdateOptions
  #running: Promise<string | null> | null = null

  constructor(options: ExtractorUpdateOptions) {
    this.#options = options
  }

  /**
   * Resolves with the version that's used from now on; null: the newest one is there already. Rejects
   * with a `SegueError`. Who asks while it's under way gets the same answer.
   */
  run(signal: AbortSignal): Promise<string | null> {
    this.#running ??= this.#update(signal).finally(() => {
      this.#running = null
    })
    return this.#running
  }

  async #update(signal: AbortSignal): Promise<string | null> {
    const { path, releases, extractor, log } = this.#options
    const folder = dirname(path)
    await mkdir(folder, { recursive: true })
    for (const name of await readdir(folder)) if (PARTIAL.test(name)) await rm(join(folder, name))
    const checksum = await releases.newest(signal)
    if ((await checksumOf(path)) === checksum) return null
    const fresh = join(folder, `.update-${crypto.randomUUID()}`)
    try {
      await releases.download(fresh, checksum, signal)
      const version = await extractor.probe(fresh, signal)
      await this.#switch(fresh, version)
      log.info('yt-dlp was updated', { version })
      return version
    } finally {
      await rm(fresh, { force: true })
    }
  }

  /**
   * Puts the program into its place, in which there's one at every moment; the one before is back where it
   * doesn't run there.
   */
  async #switch(fresh: string, version: string): Promise<void> {
    const { path, extractor } = this.#options
    const before = `${path}.before`
    const had = await exists(path)
    if (had) await copyFile(path, before)
    await rename(fresh, path)
    if ((await extractor.use(path)) === version) return
    if (had) await rename(before, path)
    else await rm(path)
    await extractor.use(had ? path : null)
    throw new SegueError('ytdlp-failed', 'the update doesn’t run')
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

async function checksumOf(path: string): Promise<string | null> {
  const bytes = await readFile(path).catch(() => null)
  return bytes === null ? null : createHash('sha256').update(bytes).digest('hex')
}
