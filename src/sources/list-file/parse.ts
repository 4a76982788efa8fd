import { posix } from 'node:path'
import type { ListFile } from '../../player/ports.ts'
import { cleanText } from '../clean-text.ts'
import { kindOfName, listKindOf } from '../link-list/kind.ts'
import { textIn } from '../text-bytes.ts'
import { rowsOfCsv } from './csv.ts'
import { rowsOfJson } from './json.ts'
import { rowsOfLines } from './lines.ts'
import { type Fields, trackOf } from './row.ts'

/** Why a file can't be taken. */
export type ListFault = 'list-unreadable' | 'list-too-long' | 'list-without-links'

/** What has to be known of a file to read it. */
export interface ListBytes {
  readonly bytes: Uint8Array
  /** Its own, or that of the link that it came from. */
  readonly name: string
  /** As the server says; null: it doesn't. */
  readonly charset: string | null
  /** The most entries that are taken. */
  readonly most: number
}

/** The tracks of a list in whatever format it is, or why there are none. */
export function parseListFile({ bytes, name, charset, most }: ListBytes): ListFile | ListFault {
  const read = rowsOf(textIn(bytes, charset).replace(/^\ufeff/, ''), name, most)
  if (read === null) return 'list-unreadable'
  const tracks = []
  let count = 0
  for (const row of read.rows) {
    count++
    if (count > most) return 'list-too-long'
    const track = trackOf(row)
    if (track !== null) tracks.push(track)
  }
  if (tracks.length === 0) return 'list-without-links'
  const stem = posix
    .basename(name)
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll('_', ' ')
  return { name: cleanText(read.name ?? stem), tracks, skipped: count - tracks.length }
}

interface Rows {
  readonly name: string | null
  readonly rows: Iterable<Fields>
}

/** Null: it's no list that anybody knows. */
function rowsOf(text: string, name: string, most: number): Rows | null {
  const kind = kindOfName(name)
  if (kind === null && /^\s*(?:\{|\[(?!playlist\]))/i.test(text)) return json(text)
  const lines = kind ?? listKindOf(text, { hint: null, path: name })
  if (lines !== null) return { name: null, rows: rowsOfLines(text, lines) }
  const table = csv(text, most)
  if (table !== null) return { name: null, rows: table }
  return /\.txt$/i.test(name) ? { name: null, rows: rowsOfLines(text, 'm3u') } : null
}

function json(text: string): Rows | null {
  try {
    return rowsOfJson(text)
  } catch {
    return null
  }
}

function csv(text: string, most: number): readonly Fields[] | null {
  try {
    return rowsOfCsv(text, most)
  } catch {
    return null
  }
}
