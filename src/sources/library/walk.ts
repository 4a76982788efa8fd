import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { isInside } from '../confine.ts'
import { isAudioName } from '../music-files.ts'

/** A file of the library as the file system describes it. */
export interface WalkedFile {
  readonly name: string
  readonly kind: 'sound' | 'cue' | 'list'
  /** Changes with its size and time; 32 bits. */
  readonly stamp: number
}

export interface WalkedFolder {
  /** Relative to the library, with "/"; '' for the library itself. */
  readonly path: string
  /** By name. */
  readonly files: readonly WalkedFile[]
}

const LISTS = new Set(['.m3u8', '.m3u', '.pls'])
const MAX_DEPTH = 24
const MAX_FILES = 200_000
/** Questions to the file system at once, in one folder. */
const AT_ONCE = 16

function kindOf(name: string): WalkedFile['kind'] | null {
  if (isAudioName(name)) return 'sound'
  const ending = extname(name).toLowerCase()
  if (LISTS.has(ending)) return 'list'
  return ending === '.cue' ? 'cue' : null
}

/**
 * All folders below `root` (a real path) with files of the library, hidden ones aside: sound, and what
 * stands beside it. A link counts when it leads to a file inside; links to folders are not followed,
 * since what is inside is found at its own place. Unreadable folders are left out. Folders come in no
 * order.
 */
export async function* walk(root: string): AsyncGenerator<WalkedFolder> {
  const waiting: { path: string; depth: number }[] = [{ path: '', depth: 0 }]
  let count = 0
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path, depth } = next
    const entries = await readdir(join(root, path), { withFileTypes: true }).catch(() => [])
    const files: WalkedFile[] = []
    for (let from = 0; from < entries.length && count < MAX_FILES; from += AT_ONCE) {
      const some = entries.slice(from, from + AT_ONCE).filter(({ name }) => !name.startsWith('.'))
      for (const entry of some) {
        const below = path === '' ? entry.name : `${path}/${entry.name}`
        if (entry.isDirectory() && depth < MAX_DEPTH)
          waiting.push({ path: below, depth: depth + 1 })
      }
      const described = await Promise.all(some.map((entry) => describe(root, path, entry)))
      for (const file of described) {
        if (file === null || count >= MAX_FILES) continue
        files.push(file)
        count += 1
      }
    }
    if (files.length > 0) yield { path, files: files.sort(byName) }
  }
}

const byName = (a: WalkedFile, b: WalkedFile): number => (a.name < b.name ? -1 : 1)

async function describe(root: string, folder: string, entry: Dirent): Promise<WalkedFile | null> {
  const kind = entry.isDirectory() ? null : kindOf(entry.name)
  if (kind === null) return null
  try {
    const full = join(root, folder, entry.name)
    if (entry.isSymbolicLink() && !isInside(root, await realpath(full))) return null
    const found = await stat(full)
    if (!found.isFile()) return null
    const stamp = Bun.hash.xxHash32(`${found.size} ${found.mtimeMs}`)
    return { name: entry.name, kind, stamp }
  } catch {
    return null
  }
}
