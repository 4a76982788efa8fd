import { open } from 'node:fs/promises'
import { posix } from 'node:path'
import { confined } from '../confine.ts'
import type { TagReader } from '../tags/tag-reader.ts'
import { textOfFile } from '../text-file.ts'
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
  return await textOfFile(file, MOST_CHARS * 2)
}
