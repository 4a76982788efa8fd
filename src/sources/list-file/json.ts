import { type Fields, plain } from './row.ts'

/** How deep a list may lie in what a program wrote. */
const MAX_DEPTH = 5
/** Fields that hold a list, or what holds one. */
const LISTS = ['tracks', 'items', 'songs', 'entries', 'videos', 'playlists', 'playlist', 'data']
/** Fields of an entry that hold the track itself. */
const INNER = ['track', 'song', 'video', 'item']

/** What a JSON text lists, and how it calls itself. Throws a `SyntaxError` or a `RangeError` for no JSON. */
export function rowsOfJson(text: string): { name: string | null; rows: readonly Fields[] } {
  const value: unknown = JSON.parse(text)
  return { name: nameIn(value), rows: [...rowsIn(value, 0)] }
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
