import { realpath, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { SegueError } from '../base/error.ts'

/**
 * The real path of a file below `root` (itself real), every link followed. Rejects with
 * 'outside-library' when it lies elsewhere, 'gone' when there is no such file. Paths outside aren't
 * looked at, so the answer doesn't reveal whether they exist.
 */
export async function confined(root: string, path: string): Promise<string> {
  if (!isInside(root, resolve(root, path)) || path.includes('\0')) {
    throw new SegueError('outside-library')
  }
  const real = await realpath(join(root, path)).catch(() => null)
  if (real === null) throw new SegueError('gone', 'no such file')
  if (!isInside(root, real)) throw new SegueError('outside-library')
  if (!(await stat(real)).isFile()) throw new SegueError('gone', 'not a file')
  return real
}

/** Whether an absolute, normalised path lies below `root`. */
export function isInside(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep)
}
