import { join } from 'node:path'
import type { Catalog } from './catalog.ts'
import { CatalogBuilder } from './catalog-builder.ts'
import { FileState } from './columns.ts'
import { type KnownFile, namedOnly } from './known-file.ts'
import { type WalkedFile, type WalkedFolder, walk } from './walk.ts'

/** While files are read, a new catalog is made when that costs so small a part of the time. */
const PUBLISHING_SHARE = 0.1
const PUBLISHED_AFTER_MS = 2_000
const MOST_READ = 10_000

export interface ScanPorts {
  /** What's in the file at `path`; `cues` are the cue sheets beside it, by name. Never rejects. */
  read(path: string, cues: readonly string[]): Promise<KnownFile>
  /** No file is read for a while: a catalog is made. */
  rest?(): Promise<void>
  /** Takes a catalog that's better than the one before. */
  publish(catalog: Catalog): Promise<void>
  /** The time in ms, from anywhere; this process's unless given. */
  readonly now?: () => number
  /** Files whose tags wait for the next catalog, at most; 10,000 unless given. */
  readonly mostRead?: number
}

/** A folder as it is now; `same` is its number in the catalog of before where nothing has changed. */
interface Seen extends WalkedFolder {
  readonly stamp: bigint
  readonly same: number | null
}

/**
 * Brings a library's catalog up to date. What's new or has changed is published by its name, then with
 * its tags as they're read; of all other files only the size and time are looked at. Resolves with the
 * number of files that were read.
 */
export async function scan(root: string, before: Catalog, ports: ScanPorts): Promise<number> {
  const { now = () => performance.now(), mostRead = MOST_READ } = ports
  const folders = await foldersOf(root, before)
  let catalog = before
  if (folders.length !== before.counts.folders || folders.some(({ same }) => same === null)) {
    catalog = merged(folders, before)
    await ports.publish(catalog)
  }
  const cues = cuesOf(folders)
  /** What isn't in a catalog yet; files have the same numbers in each. */
  const read = new Map<number, KnownFile>()
  let [count, madeAtMs, tookMs] = [0, now(), 0]
  const update = async () => {
    const begunMs = now()
    await ports.rest?.()
    catalog = withRead(catalog, read)
    read.clear()
    await ports.publish(catalog)
    madeAtMs = now()
    tookMs = madeAtMs - begunMs
  }
  for (let file = 0; file < catalog.counts.files; file++) {
    if (catalog.columns.state[file] !== FileState.unread) continue
    const path = catalog.pathOf(file)
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    read.set(file, await ports.read(join(root, path), cues.get(folder) ?? []))
    count += 1
    const sinceMs = now() - madeAtMs
    const isTime = sinceMs >= PUBLISHED_AFTER_MS && tookMs <= sinceMs * PUBLISHING_SHARE
    if (isTime || read.size >= mostRead) await update()
  }
  if (read.size > 0) await update()
  return count
}

/** By path. Of a folder in which nothing has changed, its files are forgotten at once. */
async function foldersOf(root: string, before: Catalog): Promise<Seen[]> {
  const known = new Map<string, number>()
  for (let at = 0; at < before.counts.folders; at++) known.set(before.folder(at), at)
  const folders: Seen[] = []
  for await (const { path, files } of walk(root)) {
    const stamp = stampOf(files)
    const at = known.get(path)
    const same = at !== undefined && before.columns.stamp[at] === stamp ? at : null
    const cues = files.filter(({ kind }) => kind === 'cue')
    folders.push({ path, stamp, same, files: same === null ? files : cues })
  }
  return folders.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function stampOf(files: readonly WalkedFile[]): bigint {
  const lines = files.map(({ name, stamp }) => `${name}\0${stamp}`)
  return BigInt(Bun.hash(lines.join('\n')))
}

const cuesOf = (folders: readonly Seen[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    folders.flatMap(({ path, files }) => {
      const names = files.flatMap(({ name, kind }) => (kind === 'cue' ? [name] : []))
      return names.length === 0 ? [] : [[path, names] as const]
    }),
  )

/** Everything that's there now, as far as it was known. */
function merged(folders: readonly Seen[], before: Catalog): Catalog {
  const builder = new CatalogBuilder()
  for (const { path, stamp, same, files } of folders) {
    if (same !== null) {
      builder.copyFolder(before, same)
      continue
    }
    builder.folder(path, stamp)
    const mayHaveParts = files.some(({ kind }) => kind === 'cue')
    for (const file of files) {
      if (file.kind === 'cue') continue
      const known = before.fileAt(path === '' ? file.name : `${path}/${file.name}`)
      if (known !== null && !mayHaveParts && isSameFile(before, known, file))
        builder.copyFile(before, known)
      else builder.add(file, namedOnly(file))
    }
  }
  return builder.finish()
}

function isSameFile({ columns }: Catalog, known: number, file: WalkedFile): boolean {
  return columns.fileStamp[known] === file.stamp && columns.state[known] !== FileState.byCue
}

/** The same with what was read of some files. */
function withRead(catalog: Catalog, read: ReadonlyMap<number, KnownFile>): Catalog {
  const builder = new CatalogBuilder()
  const { stamp, firstFile, fileStamp } = catalog.columns
  for (let folder = 0; folder < catalog.counts.folders; folder++) {
    builder.folder(catalog.folder(folder), stamp[folder] ?? 0n)
    const end = firstFile[folder + 1] ?? 0
    for (let file = firstFile[folder] ?? 0; file < end; file++) {
      const known = read.get(file)
      if (known === undefined) builder.copyFile(catalog, file)
      else builder.add({ name: catalog.fileName(file), stamp: fileStamp[file] ?? 0 }, known)
    }
  }
  return builder.finish()
}
