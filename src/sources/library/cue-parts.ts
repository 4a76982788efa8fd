import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fold } from '../../base/fold.ts'
import { textOfFile } from '../text-file.ts'
import { type CueFile, type CueSheet, parseCueSheet } from './cue-sheet.ts'
import type { EntryTags } from './entry.ts'

/** Longer ones are cut: a line for each track makes a few thousand bytes. */
const MOST_BYTES = 256 * 1024
/** Sheets in one folder that may be about one file. */
const MOST_SHEETS = 20

/**
 * The tracks of a file by the cue sheets beside it, by name. Null: none makes several of it. `whole`:
 * what the file's own tags say. Never rejects.
 */
export async function cueParts(
  path: string,
  sheets: readonly string[],
  whole: EntryTags,
): Promise<EntryTags[] | null> {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const own = sheets.filter((sheet) => stemOf(sheet) === stemOf(name))
  for (const sheetName of [...new Set([...own, ...sheets])].slice(0, MOST_SHEETS)) {
    const sheet = await readSheet(join(dirname(path), sheetName)).catch(() => null)
    const file = sheet?.files.find((one) => isOf(one, name))
    if (sheet != null && file !== undefined && file.tracks.length > 1)
      return partsOf(sheet, file, whole)
  }
  return null
}

async function readSheet(path: string): Promise<CueSheet | null> {
  await using file = await open(path)
  return parseCueSheet(await textOfFile(file, MOST_BYTES))
}

/** A sheet was often written for the WAV that a FLAC was made of. */
const isOf = ({ name }: CueFile, file: string): boolean =>
  name.toLowerCase() === file.toLowerCase() || stemOf(name) === stemOf(file)

const stemOf = (name: string): string => name.replace(/\.[^.]*$/, '').toLowerCase()

function partsOf(sheet: CueSheet, { tracks }: CueFile, whole: EntryTags): EntryTags[] {
  const genre = fold(sheet.genre ?? '')
  return tracks.map(({ title, artist, startMs }, at) => {
    const endMs = tracks[at + 1]?.startMs ?? null
    const lastMs = endMs ?? whole.durationMs
    return {
      title: title ?? `${whole.title} (${at + 1})`,
      artist: artist ?? sheet.artist ?? whole.artist,
      album: sheet.album ?? whole.album,
      genres: genre === '' ? whole.genres : [genre],
      ...{ trackNumber: 0, discNumber: whole.discNumber },
      durationMs: lastMs === null ? null : Math.max(0, lastMs - startMs),
      part: { startMs, endMs },
    }
  })
}
