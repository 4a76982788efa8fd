import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { NEW_DATABASE } from '../../src/db/new-database.ts'
import { openPglite } from '../../src/db/pglite.ts'

if (existsSync(NEW_DATABASE) && !process.argv.includes('--force')) {
  console.log(`${NEW_DATABASE} exists already: --force makes it again.`)
} else await make()

/** Makes a database with PGlite, packs its folder and deletes archives of other versions. */
async function make(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-new-database-'))
  try {
    const database = await openPglite(folder, { onLine: () => true })
    await database.close()
    const tar = Bun.spawn(['tar', '-cf', '-', '.'], { cwd: folder, stderr: 'inherit' })
    const bytes = await Bun.zstdCompress(await tar.stdout.bytes(), { level: 22 })
    if ((await tar.exited) !== 0) throw new Error('tar failed')
    await mkdir(dirname(NEW_DATABASE), { recursive: true })
    for (const name of await readdir(dirname(NEW_DATABASE)))
      await rm(join(dirname(NEW_DATABASE), name))
    await Bun.write(NEW_DATABASE, bytes)
    console.log(`${NEW_DATABASE}: ${bytes.length} bytes`)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
