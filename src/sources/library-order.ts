import { posix } from 'node:path'
import type { FoundTrack } from '../domain/track.ts'
import { inOrder } from './in-order.ts'
import type { IndexedFile } from './library-index.ts'

/** The tracks of many files, in the same order as `ordered`. */
export async function* tracksOf(files: readonly IndexedFile[]): AsyncGenerator<FoundTrack, void> {
  const folders = Map.groupBy(files, ({ path }) => posix.dirname(path))
  for await (const [, inside] of inOrder([...folders], ([a], [b]) => compare(a, b))) {
    for await (const { track } of inOrder(inside, inFolder)) yield track
  }
}

/** Folders by name, and the files of one by their tags: disc, track, name. */
export function ordered(files: readonly IndexedFile[]): IndexedFile[] {
  const folders = Map.groupBy(files, ({ path }) => posix.dirname(path))
  const sorted = [...folders].sort(([a], [b]) => compare(a, b))
  return sorted.flatMap(([, inside]) => inside.sort(inFolder))
}

function inFolder(a: IndexedFile, b: IndexedFile): number {
  const disc = (a.tags?.discNumber ?? 0) - (b.tags?.discNumber ?? 0)
  const track = (a.tags?.trackNumber ?? 0) - (b.tags?.trackNumber ?? 0)
  return disc || track || compare(a.path, b.path)
}

const { compare } = new Intl.Collator('en', { numeric: true })
