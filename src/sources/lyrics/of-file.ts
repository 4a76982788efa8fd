import { open } from 'node:fs/promises'
import { posix } from 'node:path'
import { confined } from '../confine.ts'
import type { TagReader } from '../tag-reader.ts'
import { MOST_CHARS } from './lrc.ts'

/**
 * The words of a file of the library: those of a `.lrc` file of the same name beside it, else those in
 * its tags. Null: it has none. `path` is relative to `root`. Never rejects.
 */
export async function lyricsOfFile(
  root: string,
  path: string,
  reader: TagReader,
): Promise<string | null> {
  const { dir, name } = posix.parse(path)
  const beside = await textOf(root, posix.join(dir, `${name}.lrc`)).catch(() => null)
  if (beside !== null && beside.trim() !== '') return beside
  const file = await confined(root, path).catch(() => null)
  return file === null ? null : await reader.lyrics(file)
}

async function textOf(root: string, path: string): Promise<string> {
  await using file = await open(await confined(root, path))
  const bytes = Buffer.alloc(MOST_CHARS * 2)
  const { bytesRead } = await file.read(bytes, 0, bytes.length, 0)
  const read = bytes.subarray(0, bytesRead)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(read)
  } catch {
    // What older programs wrote on Windows.
    return new TextDecoder('windows-1252').decode(read)
  }
}
