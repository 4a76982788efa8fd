import { fsyncSync } from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/**
 * Over PGlite's own parameters, without the one that turns fsync off:
 * - of the methods to flush the log, `fsync` is the only one that reaches the file system here;
 * - all buffers stay resident once they are touched, and the system caches the same files: a small
 *   pool costs no time that can be measured, and saves with the tables for connections 10 MB.
 */
const START_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
  ...['-c', 'shared_buffers=1MB'],
  ...['-c', 'max_connections=5'],
]

export interface PgliteOptions {
  /** Is told each line that PostgreSQL prints. */
  readonly onLine: (line: string) => boolean
  /** Has a file's bytes on the disk when it returns, as fsync(2). */
  readonly flush?: (fd: number) => void
}

/** PGlite on a folder, so that what it answered survives a power cut too. Makes a database in an empty one. */
export async function openPglite(folder: string, options: PgliteOptions): Promise<PGlite> {
  return await PGlite.create({
    fs: new FlushedFolder(folder, options.flush ?? fsyncSync),
    startParams: START_PARAMS,
    onStdout: options.onLine,
    onStderr: options.onLine,
  })
}

/** PGlite's access to a folder answers PostgreSQL's fsync with success and does nothing: this does it. */
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

/** What Emscripten's NODEFS has beside what its types tell (its src/lib/libnodefs.js). */
interface NodeFiles {
  /** Called by fd_sync with an open file; `nfd` is its descriptor. */
  readonly stream_ops: { fsync?: (stream: { readonly nfd: number }) => void }
  /** Turns errors of node:fs into those that PostgreSQL understands. */
  tryFSOperation(work: () => void): void
}
