import { parse } from 'csv-parse/sync'
import { type Fields, isTelling, plain } from './row.ts'

const DELIMITERS = [',', ';', '\t', '|'] as const
/** No exporter writes more columns, or a longer row. */
const MAX_COLUMNS = 100
const MAX_ROW_CHARS = 64 * 1024

/** The rows of a table whose first row names its columns; null when none of them tells what to look for. */
export function rowsOfCsv(text: string, most: number): readonly Fields[] | null {
  const delimiter = delimiterOf(text)
  if (delimiter === null) return null
  const [head = [], ...rows] = parse(text, {
    ...{ delimiter, bom: true, to: most + 2, max_record_size: MAX_ROW_CHARS },
    ...{ relax_column_count: true, relax_quotes: true, skip_empty_lines: true, trim: true },
  }) as string[][]
  const names = head.slice(0, MAX_COLUMNS).map(plain)
  return rows.map((row) => new Map(names.map((name, column) => [name, row[column] ?? ''])))
}

/** The one that splits the first line into names of which one is known. */
function delimiterOf(text: string): string | null {
  const line =
    text
      .replace(/^\ufeff/, '')
      .trimStart()
      .split(/[\r\n]/, 1)[0] ?? ''
  if (line.length > MAX_ROW_CHARS) return null
  const columns = (delimiter: string) =>
    line.split(delimiter).map((name) => name.trim().replace(/^"|"$/g, ''))
  const known = DELIMITERS.filter((delimiter) => columns(delimiter).some(isTelling))
  const [best = null] = known.sort((a, b) => columns(b).length - columns(a).length)
  return best
}
