import { type Fields, plain } from './row.ts'

/** How deep a list may lie in what a program wrote. */
const MAX_DEPTH = 5
/** Fields that hold a list, or what holds one. */
const LISTS = ['tracks', 'items', 'songs', 'entries', 'videos', 'playlists', 'playlist', 'data']
/** Fields of an entry that hold the track itself. */
const INNER = ['track', 'song', 'video', 'item']

/** How deep brackets may lie in a text at all: parsing millions of them takes a hundred times its size. */
const MAX_NESTING = 10_000

/**
 * What a JSON text lists, row by row as they're asked for, and how it calls itself; null when it lies
 * too deep. Throws a `SyntaxError` for no JSON.
 */
export function rowsOfJson(text: string): { name: string | null; rows: Iterable<Fields> } | null {
  if (nests(text)) return null
  const value: unknown = JSON.parse(text)
  return { name: nameIn(value), rows: rowsIn(value, 0) }
}

/** Whether brackets lie deeper than `MAX_NESTING`, in a text that may be no JSON at all. */
function nests(text: string): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') quoted = !quoted
    else if (quoted && sign === '\\') at += 1
    else if (!quoted && (sign === '[' || sign === '{')) depth += 1
    else if (!quoted && (sign === ']' || sign === '}')) depth -= 1
    if (depth > MAX_NESTING) return true
  }
  return false
}

function nameIn(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('name' in value)) return null
  return typeof value.name === 'string' ? value.name : null
}

/** Of an array each entry; of an object what its first field that holds a list has. */
function* rowsIn(value: unknown, depth: number): Generator<Fields> {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const entry of value) {
      const held = listIn(entry)
      if (held === null) yield fieldsOf(entry)
      else yield* rowsIn(held, depth + 1)
    }
    return
  }
  const held = listIn(value)
  if (held !== null) yield* rowsIn(held, depth + 1)
}

function listIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  for (const name of LISTS) {
    const held: unknown = Reflect.get(value, name)
    if (Array.isArray(held) || (typeof held === 'object' && held !== null)) return held
  }
  return null
}

function fieldsOf(entry: unknown): Fields {
  if (typeof entry === 'string') return new Map([['query', entry]])
  if (typeof entry !== 'object' || entry === null) return new Map()
  const inner = INNER.map((name): unknown => Reflect.get(entry, name)).find(
    (held) => typeof held === 'object' && held !== null && !Array.isArray(held),
  )
  return new Map(Object.entries(inner ?? entry).map(([name, value]) => [plain(name), value]))
}
