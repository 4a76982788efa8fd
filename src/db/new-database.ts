import { existsSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { DatabaseStartError } from './database-error.ts'

/**
 * An empty database of the PGlite that is installed, as `script/new-database` made it: a tar of the
 * folder, compressed with Zstandard. Making one at the first start would take initdb in
 * WebAssembly, which uses 975 MB for a moment and takes longer than the rest of the start.
 */
export const NEW_DATABASE = join(
  import.meta.dir,
  'new-database',
  `pglite-${manifest.dependencies['@electric-sql/pglite']}.tar.zst`,
)

/** Fills an empty folder with a new database. Throws `DatabaseStartError`. */
export async function unpackNewDatabase(folder: string): Promise<void> {
  if (!existsSync(NEW_DATABASE)) {
    throw new DatabaseStartError(
      `this Segue is not whole (${NEW_DATABASE} is missing): install it anew, or run script/new-database.`,
    )
  }
  const compressed = await Bun.file(NEW_DATABASE).bytes()
  await new Bun.Archive(await Bun.zstdDecompress(compressed)).extract(folder)
}
