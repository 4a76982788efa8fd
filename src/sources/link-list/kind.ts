import { looksLikeXspf } from './xspf.ts'

/** The formats in which links to sound are listed. */
export type ListKind = 'm3u' | 'pls' | 'xspf'

/** By what a server says, so that it may be any word. */
const TYPES: ReadonlyMap<string | null, ListKind> = new Map([
  ['audio/x-mpegurl', 'm3u'],
  ['audio/mpegurl', 'm3u'],
  ['application/x-mpegurl', 'm3u'],
  ['application/mpegurl', 'm3u'],
  ['application/vnd.apple.mpegurl', 'm3u'],
  ['audio/x-scpls', 'pls'],
  ['audio/scpls', 'pls'],
  ['application/pls', 'pls'],
  ['application/pls+xml', 'pls'],
  ['application/xspf+xml', 'xspf'],
] as const)
const ENDINGS: Readonly<Record<string, ListKind>> = {
  m3u: 'm3u',
  m3u8: 'm3u',
  pls: 'pls',
  xspf: 'xspf',
}

/** Where a text came from: its Content-Type's essence, and the path or name it was at. */
export interface Origin {
  readonly hint: string | null
  readonly path: string
}

/**
 * The format of a text that lists links; null for any other. Its first line tells (`#EXTM3U`,
 * `[playlist]`), or its first element (`<playlist>`), else its type or its name, else that its first line is a link and nothing more:
 * what players take that open such lists.
 */
export function listKindOf(text: string, { hint, path }: Origin): ListKind | null {
  const first = firstLine(text)
  if (/^#EXTM3U/i.test(first)) return 'm3u'
  if (/^\[(?:playlist|reference)\]/i.test(first)) return 'pls'
  if (looksLikeXspf(text)) return 'xspf'
  if (hasControls(text)) return null
  const kind = TYPES.get(hint) ?? kindOfName(path)
  if (kind === 'm3u' && /^(?:File|Ref)\d+\s*=/im.test(text)) return 'pls'
  return kind ?? (/^https?:\/\/\S+$/i.test(firstEntry(text)) ? 'm3u' : null)
}

/** By the ending of a file's name; null when that's of no list. */
export function kindOfName(path: string): ListKind | null {
  return ENDINGS[/\.([a-z0-9]{3,4})$/i.exec(path)?.[1]?.toLowerCase() ?? ''] ?? null
}

const firstLine = (text: string): string => text.trimStart().split(/[\r\n]/, 1)[0] ?? ''

function firstEntry(text: string): string {
  const lines = text.split(/[\r\n]/, FIRST_LINES).map((line) => line.trim())
  return lines.find((line) => line !== '' && !line.startsWith('#')) ?? ''
}

const FIRST_LINES = 50

/** No text has these; it's sound that nobody knows, or noise. */
function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\0-\x08\x0e-\x1f\ufffd]/.test(text.slice(0, 512))
}
