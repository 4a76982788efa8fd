import { parseFile } from 'music-metadata'
import { tagsOf } from '../tags.ts'
import { FileState } from './columns.ts'
import { type KnownFile, tagged } from './known-file.ts'

/** What a file of sound says of itself: its name, where it says nothing. Never rejects. */
export async function readFile(path: string, _cues: readonly string[]): Promise<KnownFile> {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const raw = await parseFile(path, { skipCovers: true, duration: false }).catch(() => null)
  const tags = raw === null ? null : tagsOf(raw)
  return { state: FileState.read, entries: [tagged(name, tags)] }
}
