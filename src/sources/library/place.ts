import { isAbsolute, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isInside } from '../confine.ts'
import type { LibraryIndex } from './library-index.ts'

/** Where a library is: its folder as configured, and that folder's real path. */
export type Place = Pick<LibraryIndex, 'root' | 'folder'>

export const isFileUrl = (text: string): boolean => /^file:/i.test(text)

/** Null: it's of another computer, or of no path. */
export function pathOfUrl(url: string): string | null {
  try {
    return fileURLToPath(url)
  } catch {
    return null
  }
}

/**
 * The part of a query that names a place in the file system, relative to the library, '..' or the like
 * for one outside; null for words.
 */
export function pathIn(query: string, { root, folder }: Place): string | null {
  const path = isFileUrl(query) ? pathOfUrl(query) : query
  if (path === null) return '..'
  if (path.startsWith('~/')) return '..'
  if (isAbsolute(path)) return relative(isInside(folder, path) ? folder : root, path) || '.'
  return path.split('/').includes('..') ? posix.normalize(path) : null
}
