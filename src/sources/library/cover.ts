import { open } from 'node:fs/promises'
import { posix } from 'node:path'
import { COVER_BYTES, type Cover, coverOf } from '../../domain/cover.ts'
import { confined } from '../confine.ts'
import type { TagReader } from '../tags/tag-reader.ts'

/** What programs call the picture of a folder, in the order in which it's taken. */
const NAMES = ['cover', 'folder', 'front', 'Cover', 'Folder', 'Front', 'AlbumArt']
const ENDINGS = ['jpg', 'jpeg', 'png', 'webp', 'gif']
const BESIDE = NAMES.flatMap((name) => ENDINGS.map((ending) => `${name}.${ending}`))

/**
 * The picture of a file of the library: the one in its tags, else one beside it. Null: it has none
 * that's small enough. `path` is relative to `root`. Never rejects.
 */
export async function coverOfFile(
  root: string,
  path: string,
  reader: TagReader,
  signal: AbortSignal,
): Promise<Cover | null> {
  const file = await confined(root, path).catch(() => null)
  if (file === null || signal.aborted) return null
  const own = await reader.cover(file)
  const embedded = own === null ? null : coverOf(own)
  return embedded ?? (await coverBeside(root, posix.dirname(path), signal))
}

async function coverBeside(
  root: string,
  folder: string,
  signal: AbortSignal,
): Promise<Cover | null> {
  for (const name of BESIDE) {
    if (signal.aborted) return null
    const cover = await read(root, posix.join(folder, name)).catch(() => null)
    if (cover !== null) return cover
  }
  return null
}

async function read(root: string, path: string): Promise<Cover | null> {
  await using file = await open(await confined(root, path))
  const { size } = await file.stat()
  // Looked at before it's read: a file of any size may be called so.
  if (size > COVER_BYTES) return null
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0)
  return coverOf(buffer.subarray(0, bytesRead))
}
