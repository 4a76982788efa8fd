import { cleanText } from '../clean-text.ts'
import type { ListKind } from './kind.ts'
import type { Line } from './line.ts'
import { stepsOfXspf } from './xspf.ts'

/** One link of a list, with what the list says of it. */
export interface ListEntry {
  readonly url: string
  readonly title: string | null
  /** Null for a stream, or when it isn't said. */
  readonly durationMs: number | null
}

/** Longer lines are no links. */
const MAX_LINE_CHARS = 8_000
/** Lists with more are cut there; far more than anybody queues. */
const MAX_ENTRIES = 10_000

/**
 * The links of a list in its order. Relative ones lead on from `base`, the address of the list; null:
 * it has none that anything could be relative to. What isn't reached by http or https, like files of
 * the computer that the list was made on, is left out.
 */
export function entriesOf(text: string, kind: ListKind, base: string | null): ListEntry[] {
  return taken(linesIn(text, kind), base, MAX_ENTRIES)
}

/** The same, in turns with everything else that this thread does. */
export async function entriesInTurns(
  text: string,
  kind: ListKind,
  base: string | null,
): Promise<ListEntry[]> {
  if (kind !== 'xspf') return entriesOf(text, kind, base)
  const entries: ListEntry[] = []
  for (const lines of stepsOfXspf(text)) {
    entries.push(...taken(lines, base, MAX_ENTRIES - entries.length))
    if (entries.length >= MAX_ENTRIES) break
    await new Promise((resolve) => setImmediate(resolve))
  }
  return entries
}

function taken(lines: Iterable<Line>, base: string | null, most: number): ListEntry[] {
  const entries: ListEntry[] = []
  for (const { link, title, seconds } of lines) {
    const url = addressOf(link, base)
    if (url === null) continue
    const durationMs = seconds > 0 && seconds < 1e6 ? Math.round(seconds * 1000) : null
    entries.push({ url, title: cleanText(title), durationMs })
    if (entries.length >= most) break
  }
  return entries
}

/** Whether the text lists pieces of one stream (HLS, RFC 8216) rather than links to sound. */
export const listsSegments = (text: string): boolean => /^#EXT-X-/im.test(text)

/** The entries of a list as they're written. */
export function linesIn(text: string, kind: ListKind): Iterable<Line> {
  if (kind === 'xspf') return [...stepsOfXspf(text)].flat()
  return kind === 'm3u' ? linesOfM3u(text) : linesOfPls(text)
}

/** A link a line; what `#EXTINF` says holds for the next one. */
function* linesOfM3u(text: string): Generator<Line> {
  let said = UNSAID
  for (const line of linesOf(text)) {
    if (!line.startsWith('#')) {
      yield { link: line, ...said }
      said = UNSAID
    } else if (/^#EXTINF:/i.test(line)) {
      said = saidBy(line.slice('#EXTINF:'.length))
    }
  }
}

const UNSAID: Omit<Line, 'link'> = { title: null, seconds: -1 }

/** `213,Artist - Title`, or with attributes: `-1 group-title="News, local",Title`. */
function saidBy(text: string): Omit<Line, 'link'> {
  let quoted = false
  let comma = text.indexOf(',')
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted
    else if (text[at] === ',' && !quoted) {
      comma = at
      break
    }
  }
  const title = comma < 0 ? null : text.slice(comma + 1)
  return { title, seconds: Number.parseFloat(text) || -1 }
}

/** `File1=`, `Title1=`, `Length1=`, in any order; a link's number tells its place. */
function linesOfPls(text: string): Line[] {
  const byNumber = new Map<number, { link?: string; title?: string; seconds?: number }>()
  for (const line of linesOf(text)) {
    const [, key = '', number, value = ''] =
      /^(File|Ref|Title|Length)(\d{1,6})\s*=\s*(.*)$/i.exec(line) ?? []
    if (number === undefined) continue
    const entry = byNumber.get(Number(number)) ?? {}
    byNumber.set(Number(number), entry)
    if (/^title$/i.test(key)) entry.title = value
    else if (/^length$/i.test(key)) entry.seconds = Number.parseFloat(value) || -1
    else entry.link = value
  }
  return [...byNumber]
    .sort(([a], [b]) => a - b)
    .flatMap(([, { link, title = null, seconds = -1 }]) =>
      link === undefined ? [] : [{ link, title, seconds }],
    )
}

/** Lines end in LF, CR LF or CR. */
function* linesOf(text: string): Generator<string> {
  for (const [line] of text.matchAll(/[^\r\n]+/g)) {
    const trimmed = line.length > MAX_LINE_CHARS ? '' : line.replace(/^\ufeff/, '').trim()
    if (trimmed !== '') yield trimmed
  }
}

function addressOf(link: string, base: string | null): string | null {
  // A letter and a colon is a drive, two backslashes are a computer of some network.
  if (/^(?:[a-z]:|\\\\)/i.test(link)) return null
  const hasScheme = /^[a-z][a-z0-9+.-]+:/i.test(link)
  if (!hasScheme && base === null) return null
  const written = hasScheme ? link : escaped(link.replaceAll('\\', '/'))
  const url = URL.parse(written, base ?? undefined)
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null
}

/** In the name of a file, "?" and "#" are letters only if a file's ending follows. */
function escaped(path: string): string {
  const isName = /\.[a-z0-9]{2,5}$/i.test(path) && !/\?[^?#]*=/.test(path)
  return isName ? path.replaceAll('?', '%3F').replaceAll('#', '%23') : path
}
