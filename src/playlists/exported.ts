import { oneLine } from '../base/one-line.ts'
import type { FoundTrack } from '../domain/track.ts'

/** What a list can be written as: all that's known of it, a table, or what every player opens. */
export const EXPORT_FORMATS = ['json', 'csv', 'm3u'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Tracks that are written in one turn of the event loop: about a millisecond. */
const AT_ONCE = 500

/** A list as a file that `/playlist import` reads again, and others too. */
export async function exported(
  name: string,
  tracks: readonly FoundTrack[],
  format: ExportFormat,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const { head, line, between, end } = WRITERS[format]
  const parts: string[] = []
  for (let from = 0; from < tracks.length; from += AT_ONCE) {
    if (from > 0) await new Promise((resolve) => setImmediate(resolve))
    parts.push(
      tracks
        .slice(from, from + AT_ONCE)
        .map(line)
        .join(between),
    )
  }
  const text = `${head(name)}${parts.join(between)}${end}`
  return { name: `${fileName(name)}.${format}`, bytes: new TextEncoder().encode(text) }
}

interface Writer {
  head(name: string): string
  line(track: FoundTrack): string
  readonly between: string
  readonly end: string
}

const WRITERS: Readonly<Record<ExportFormat, Writer>> = {
  json: {
    head: (name) =>
      `{"format":"segue-playlist","version":1,"name":${JSON.stringify(name)},"tracks":[\n`,
    line: (track) => {
      const { title, artist, album, durationMs, isrc } = track
      return JSON.stringify({
        query: queryOf(track),
        title,
        artist,
        album,
        durationMs,
        isrc,
        link: track.pageUrl,
      })
    },
    between: ',\n',
    end: '\n]}\n',
  },
  csv: {
    head: () => 'Track Name,Artist Name(s),Album Name,Duration (ms),ISRC,Link,Query\r\n',
    line: (track) => {
      const { title, artist, album, durationMs, isrc, pageUrl } = track
      return [title, artist, album, durationMs, isrc, pageUrl, queryOf(track)].map(cell).join(',')
    },
    between: '\r\n',
    end: '\r\n',
  },
  m3u: {
    head: () => '#EXTM3U\n',
    line: (track) => {
      const { title, artist, durationMs } = track
      const seconds = durationMs === null ? -1 : Math.round(durationMs / 1000)
      const name = artist === null ? title : `${artist} - ${title}`
      return `#EXTINF:${seconds},${oneLine(name, '')}\n${oneLine(queryOf(track), '')}`
    },
    between: '\n',
    end: '\n',
  },
}

/** What finds the track again. */
const queryOf = ({ locator, pageUrl, source }: FoundTrack): string =>
  source === 'yt-dlp' ? (pageUrl ?? locator) : locator

/**
 * RFC 4180, section 2. A spreadsheet runs what begins like a formula, and titles are anybody's: such a
 * cell begins with an apostrophe, which the import takes off.
 */
function cell(value: string | number | null | undefined): string {
  const text = oneLine(String(value ?? ''), '')
  const guarded = typeof value === 'string' && /^[=+\-@]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/** What any file system and Discord take. */
function fileName(name: string): string {
  const plain = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .slice(0, 60)
  return plain.replace(/^_+|_+$/g, '') || 'favorites'
}
