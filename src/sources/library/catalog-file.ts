import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Catalog } from './catalog.ts'

/** Changes with the layout of `columns` and with what's read of a file: others are read anew. */
const VERSION = 3
const MAGIC = `segue library ${VERSION}\n`
/** The magic words, and two digests: of the library's folder, and of the bytes that follow. */
const HEAD_BYTES = 64
/** A catalog of more is none. */
const MOST_BYTES = 1024 * 1024 * 1024

/**
 * Reads the catalog of that library. Null: there's none, of another version or folder, or it's damaged,
 * which is all the same: it's made anew.
 */
export async function readCatalog(path: string, root: string): Promise<Catalog | null> {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    if (size <= HEAD_BYTES || size > MOST_BYTES) return null
    const head = Buffer.alloc(HEAD_BYTES)
    await file.read(head, 0, HEAD_BYTES, 0)
    const shared = new SharedArrayBuffer(size - HEAD_BYTES)
    const bytes = Buffer.from(shared)
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, bytes.length - at, HEAD_BYTES + at)
      if (bytesRead === 0) return null
      at += bytesRead
    }
    return head.equals(headOf(root, bytes)) ? Catalog.of(shared) : null
  } catch {
    return null
  }
}

/** Puts it in place of the one before, at once: whoever reads finds either. Rejects when it can't be written. */
export async function writeCatalog(path: string, root: string, catalog: Catalog): Promise<void> {
  const unfinished = `${path}.${process.pid}.new`
  const bytes = Buffer.from(catalog.bytes)
  try {
    await mkdir(dirname(path), { recursive: true })
    {
      await using file = await open(unfinished, 'w', 0o600)
      await file.writeFile(headOf(root, bytes))
      await file.writeFile(bytes)
      await file.sync()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

function headOf(root: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.write(MAGIC, 'latin1')
  head.writeBigUInt64LE(BigInt(Bun.hash(root)), HEAD_BYTES - 16)
  head.writeBigUInt64LE(BigInt(Bun.hash(bytes)), HEAD_BYTES - 8)
  return head
}
