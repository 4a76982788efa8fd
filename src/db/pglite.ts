import { fsyncSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/**
 * Over PGlite's own parameters, without the one that turns fsync off:
 * - of the methods to flush the log, `fsync` is the only one that reaches the file system here;
 * - all buffers stay resident once they are touched, and the system caches the same files: a small
 *   pool costs no measurable time and, together with smaller connection tables, saves 10 MB.
 */
const START_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
  ...['-c', 'shared_buffers=1MB'],
  ...['-c', 'max_connections=5'],
]

export interface PgliteOptions {
  /** Receives each line that PostgreSQL prints. */
  readonly onLine: (line: string) => boolean
  /** Flushes a file to the disk before it returns, like fsync(2). */
  readonly flush?: (fd: number) => void
}

/**
 * PGlite on a folder, such that what it has confirmed survives a power cut. Makes a database in an
 * empty folder.
 */
export async function openPglite(folder: string, options: PgliteOptions): Promise<PGlite> {
  return await PGlite.create({
    fs: new FlushedFolder(folder, options.flush ?? fsyncSync),
    startParams: START_PARAMS,
    onStdout: options.onLine,
    onStderr: options.onLine,
  })
}

/**
 * PGlite's file system reports success for PostgreSQL's fsync without doing anything; this does the
 * fsync.
 */
class FlushedFolder extends NodeFS {
  readonly #flush: (fd: number) => void

  constructor(folder: string, flush: (fd: number) => void) {
    super(folder)
    this.#flush = flush
  }

  override async init(...[database, options]: Parameters<NodeFS['init']>) {
    const { emscriptenOpts } = await super.init(database, options)
    const flush = (mod: { readonly NODEFS: unknown }): void => {
      const files = mod.NODEFS as NodeFiles
      files.stream_ops.fsync = ({ nfd }) => files.tryFSOperation(() => this.#flush(nfd))
    }
    return {
      emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), flush] },
    }
  }
}

/** The part of Emscripten's NODEFS that its types leave out (src/lib/libnodefs.js). */
interface NodeFiles {
  /** Called by fd_sync with an open file; `nfd` is its descriptor. */
  readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => void }
  /** Turns errors of node:fs into ones that PostgreSQL understands. */
  tryFSOperation(work: () => void): void
}
