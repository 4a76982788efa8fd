import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Database } from './database.ts'
import { type Counts, exportAll, TransferError } from './transfer.ts'

/**
 * Exports into a file, which appears once it's complete. The file holds hashes of keys, so only its
 * owner may read it. Throws `TransferError` if it can't be made, and if there is a file of that name
 * already, which is only replaced with `force`.
 */
export async function exportToFile(
  database: Database,
  file: string,
  force: boolean,
): Promise<Counts> {
  if (!force) await refuseExisting(file)
  const unfinished = `${file}.${crypto.randomUUID().slice(0, 8)}.unfinished`
  try {
    const handle = await open(unfinished, 'wx', 0o600).catch((error: unknown) => {
      throw unwritable(file, error)
    })
    const stream = createWriteStream(unfinished, { fd: handle.fd, autoClose: false })
    try {
      const counts = await exportAll(database, async (text) => {
        if (!stream.write(text)) await once(stream, 'drain')
      })
      stream.end()
      await once(stream, 'finish')
      await handle.sync()
      await (force ? rename(unfinished, file) : appear(unfinished, file))
      return counts
    } finally {
      await handle.close()
    }
  } finally {
    await rm(unfinished, { force: true })
  }
}

function unwritable(file: string, error: unknown): TransferError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  const why = {
    ENOENT: `there is no folder ${dirname(file)}: make it, or name another file.`,
    ENOTDIR: `${dirname(file)} isn’t a folder: name another file.`,
  }[code]
  const sentence = why ?? `${file} can’t be written (${code}): name another file.`
  return new TransferError(sentence, { cause: error })
}

async function refuseExisting(file: string): Promise<void> {
  const exists = await stat(file).then(
    () => true,
    () => false,
  )
  if (exists) throw taken(file)
}

/** Unlike a rename, a link never replaces a file that was made meanwhile. */
async function appear(unfinished: string, file: string): Promise<void> {
  try {
    await link(unfinished, file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EEXIST') throw taken(file)
    // This file system has no links.
    await refuseExisting(file)
    await rename(unfinished, file)
  }
}

const taken = (file: string): TransferError =>
  new TransferError(`${file} exists: say --force to replace it, or name another file.`)
