import type { FoundTrack } from '../../domain/track.ts'
import { inOrder } from '../in-order.ts'
import type { Catalog } from './catalog.ts'
import { FileState } from './columns.ts'
import { type Entry, trackOf } from './entry.ts'

/** Entries that are unpacked in one turn of the event loop. */
const STEP = 1_000

/** The tracks of folders, by their numbers, in the order in which people hear them; playlists aside. */
export async function* tracksIn(
  catalog: Catalog,
  folders: readonly number[],
): AsyncGenerator<FoundTrack, void> {
  const named = folders.map((at) => ({ at, path: catalog.folder(at) }))
  for await (const { at } of inOrder(named, (a, b) => compare(a.path, b.path))) {
    for await (const entry of inOrder(await entriesIn(catalog, at), inFolder)) yield trackOf(entry)
  }
}

/** The tracks from one to another, as they lie: the parts of a file. */
export async function* tracksBetween(
  catalog: Catalog,
  from: number,
  to: number,
): AsyncGenerator<FoundTrack, void> {
  for (let at = from; at < to; at++) yield trackOf(catalog.entry(at))
}

/** The tracks of these entries, in that order. */
export async function* tracksOf(
  catalog: Catalog,
  entries: readonly number[],
): AsyncGenerator<FoundTrack, void> {
  for (const at of entries) yield trackOf(catalog.entry(at))
}

/** What the cue sheet of that path tells: the parts of the file that's called like it, else of all beside it. */
export function entriesByCue(catalog: Catalog, path: string): number[] {
  const slash = path.lastIndexOf('/')
  const folder = catalog.folderAt(path.slice(0, Math.max(0, slash)))
  if (folder === null) return []
  const { firstFile, firstEntry, state } = catalog.columns
  const stem = path.slice(slash + 1).replace(/[^.]*$/, '')
  const [from = 0, to = 0] = [firstFile[folder], firstFile[folder + 1]]
  const beside = Array.from({ length: to - from }, (_, at) => from + at).filter(
    (file) => state[file] === FileState.byCue,
  )
  const own = beside.filter((file) => catalog.fileName(file).startsWith(stem))
  return (own.length > 0 ? own : beside).flatMap((file) => {
    const [first = 0, end = 0] = [firstEntry[file], firstEntry[file + 1]]
    return Array.from({ length: end - first }, (_, at) => first + at)
  })
}

/** How many tracks a folder has, playlists aside. */
export function countIn({ columns }: Catalog, folder: number): number {
  const { firstFile, firstEntry, state } = columns
  const [from = 0, to = 0] = [firstFile[folder], firstFile[folder + 1]]
  const lists = state.subarray(from, to).filter((one) => one === FileState.list).length
  return (firstEntry[to] ?? 0) - (firstEntry[from] ?? 0) - lists
}

async function entriesIn(catalog: Catalog, folder: number): Promise<Entry[]> {
  const { firstFile, firstEntry, state } = catalog.columns
  const entries: Entry[] = []
  for (let file = firstFile[folder] ?? 0; file < (firstFile[folder + 1] ?? 0); file++) {
    if (state[file] === FileState.list) continue
    const end = firstEntry[file + 1] ?? 0
    for (let at = firstEntry[file] ?? 0; at < end; at++) {
      entries.push(catalog.entry(at))
      if (entries.length % STEP === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return entries
}

/** Folders by name, and the tracks of one by their tags: disc, track, name, and where they begin. */
export function ordered(entries: readonly Entry[]): Entry[] {
  const folderOf = ({ path }: Entry) => path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const folders = Map.groupBy(entries, folderOf)
  const sorted = [...folders].sort(([a], [b]) => compare(a, b))
  return sorted.flatMap(([, inside]) => inside.sort(inFolder))
}

function inFolder(a: Entry, b: Entry): number {
  const disc = a.discNumber - b.discNumber
  const track = a.trackNumber - b.trackNumber
  const start = (a.part?.startMs ?? 0) - (b.part?.startMs ?? 0)
  return disc || track || compare(a.path, b.path) || start
}

const { compare } = new Intl.Collator('en', { numeric: true })
