import { parseFile } from 'music-metadata'
import { tagsOf } from '../tags/tags.ts'
import { chapterParts, chaptersIn } from './chapters.ts'
import { FileState } from './columns.ts'
import { cueParts } from './cue-parts.ts'
import { type KnownFile, tagged } from './known-file.ts'
import { matroskaChapters } from './matroska-chapters.ts'

/** Containers of books and concerts, whose chapters are tracks. */
const WITH_CHAPTERS = /\.(?:m4b|mka)$/i
const MATROSKA = /\.mka$/i

/**
 * What a file of sound says of itself: one track, or several by a cue sheet beside it (`cues`, by name)
 * or by its chapters; its name, where it says nothing. Never rejects.
 */
export async function readFile(path: string, cues: readonly string[]): Promise<KnownFile> {
  const includeChapters = WITH_CHAPTERS.test(path)
  const options = { skipCovers: true, duration: false, includeChapters }
  const raw = await parseFile(path, options).catch(() => null)
  const name = path.slice(path.lastIndexOf('/') + 1)
  const whole = tagged(name, raw === null ? null : tagsOf(raw))
  const byCue = cues.length === 0 ? null : await cueParts(path, cues, whole)
  if (byCue !== null) return { state: FileState.byCue, entries: byCue }
  if (!includeChapters) return { state: FileState.read, entries: [whole] }
  const chapters = MATROSKA.test(path)
    ? await matroskaChapters(path).catch(() => [])
    : chaptersIn(raw?.format.chapters)
  return { state: FileState.read, entries: chapterParts(chapters, whole) ?? [whole] }
}
