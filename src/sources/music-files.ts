import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { isInside } from './confine.ts'

/** A file of the library as the file system describes it. */
export interface MusicFile {
  /** Relative to the library, with "/". */
  readonly path: string
  readonly sizeBytes: number
  readonly mtimeMs: number
}

/**
 * Extensions of files that can be played by the native decoders, or by FFmpeg from a pipe. Tracker
 * files (MOD, XM) can't: FFmpeg reads them only where it can seek.
 */
const AUDIO_ENDINGS = new Set(
  '.mp3 .flac .wav .ogg .oga .opus .m4a .m4b .mp4 .aac .webm .mka .mkv .wma .aif .aiff .ape .wv .mpc .tta .dsf .caf .ac3 .amr .au .spx'.split(
    ' ',
  ),
)
const MAX_DEPTH = 24
const MAX_FILES = 200_000

export function isAudioName(name: string): boolean {
  return AUDIO_ENDINGS.has(extname(name).toLowerCase())
}

/**
 * All audio files below `root` (a real path), hidden ones aside. A link counts when it leads to a file
 * inside; links to folders are not followed, since what is inside is found at its own place.
 * Unreadable folders are left out.
 */
export async function* musicFiles(root: string): AsyncGenerator<MusicFile> {
  const folders: { path: string; depth: number }[] = [{ path: '', depth: 0 }]
  let count = 0
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const entry of await entriesOf(join(root, folder.path))) {
      if (entry.name.startsWith('.')) continue
      const path = folder.path === '' ? entry.name : `${folder.path}/${entry.name}`
      if (entry.isDirectory()) {
        if (folder.depth < MAX_DEPTH) folders.push({ path, depth: folder.depth + 1 })
        continue
      }
      const file = isAudioName(entry.name) ? await describe(root, path, entry) : null
      if (file === null) continue
      yield file
      if (++count >= MAX_FILES) return
    }
  }
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function describe(root: string, path: string, entry: Dirent): Promise<MusicFile | null> {
  try {
    const full = join(root, path)
    if (entry.isSymbolicLink() && !isInside(root, await realpath(full))) return null
    const found = await stat(full)
    return found.isFile() ? { path, sizeBytes: found.size, mtimeMs: found.mtimeMs } : null
  } catch {
    return null
  }
}
