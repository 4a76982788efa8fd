import { cleanText } from '../clean-text.ts'

/** A track of a cue sheet. */
export interface CueTrack {
  readonly title: string | null
  readonly artist: string | null
  readonly startMs: number
}

/** What a cue sheet says of one file. */
export interface CueFile {
  /** As the sheet names it, without folders. */
  readonly name: string
  readonly tracks: readonly CueTrack[]
}

export interface CueSheet {
  readonly album: string | null
  readonly artist: string | null
  readonly genre: string | null
  readonly files: readonly CueFile[]
}

/** A CD has 99 tracks; files of whole boxes have more. */
const MOST_TRACKS = 999
const MOST_FILES = 999
const MOST_LINES = 20_000
/** An index counts the frames of a CD. */
const FRAMES_PER_SECOND = 75

interface Draft {
  title: string | null
  artist: string | null
  startMs: number | null
}

/**
 * Reads a cue sheet (CDRWIN's user guide, appendix "Cue sheet commands"): the tracks of each file, by
 * where their music begins, which is INDEX 01. Null: it has none, or their times make no sense.
 */
export function parseCueSheet(text: string): CueSheet | null {
  const sheet: Draft = { title: null, artist: null, startMs: null }
  let genre: string | null = null
  const files: { name: string; tracks: Draft[] }[] = []
  let about = sheet
  for (const line of text.split(/\r\n|\r|\n/, MOST_LINES)) {
    const { command, value, rest } = partsOf(line)
    const file = files.at(-1)
    if (command === 'FILE' && files.length < MOST_FILES) {
      files.push({ name: value.replace(/^.*[/\\]/s, ''), tracks: [] })
    } else if (command === 'TRACK' && file !== undefined && file.tracks.length < MOST_TRACKS) {
      about = { title: null, artist: null, startMs: null }
      file.tracks.push(about)
    } else if (command === 'TITLE') about.title = cleanText(value)
    else if (command === 'PERFORMER') about.artist = cleanText(value)
    else if (command === 'INDEX' && Number(value) === 1) about.startMs = timeIn(rest)
    else if (command === 'REM' && value === 'GENRE') genre = cleanText(partsOf(`X ${rest}`).value)
  }
  const sound = files.map(({ name, tracks }) => ({ name, tracks: tracks.flatMap(placed) }))
  if (sound.length === 0 || !sound.every(({ tracks }) => isAscending(tracks))) return null
  return { album: sheet.title, artist: sheet.artist, genre, files: sound }
}

function placed({ startMs, ...names }: Draft): CueTrack[] {
  return startMs === null ? [] : [{ ...names, startMs }]
}

const isAscending = (tracks: readonly CueTrack[]): boolean =>
  tracks.every(({ startMs }, at) => at === 0 || startMs > (tracks[at - 1]?.startMs ?? 0))

/** A command, its first value, which may stand in quotes, and what follows. */
function partsOf(line: string): { command: string; value: string; rest: string } {
  const [, command = '', quoted, plain, rest = ''] = LINE.exec(line.slice(0, 2_000)) ?? []
  return { command: command.toUpperCase(), value: quoted ?? plain ?? '', rest }
}

const LINE = /^\ufeff?\s*(\S+)\s+(?:"([^"]*)"|(\S+))\s*(.*?)\s*$/

/** Minutes, seconds and frames; null: it's no time. */
function timeIn(text: string): number | null {
  const [, minutes, seconds, frames] = /^(\d{1,4}):(\d{1,2}):(\d{1,2})$/.exec(text) ?? []
  if (minutes === undefined) return null
  const wholeS = Number(minutes) * 60 + Number(seconds)
  return Math.round((wholeS + Number(frames) / FRAMES_PER_SECOND) * 1000)
}
