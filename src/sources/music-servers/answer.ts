import { cleanText } from '../clean-text.ts'

/** An object of a server's answer, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>

/** An empty object for anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : {}
}

/** The objects of a list, at most `most`; none where it's no list. */
export function listOf(value: unknown, most: number): readonly Fields[] {
  const items: unknown[] = Array.isArray(value) ? value : []
  return items.slice(0, most).map(fieldsOf)
}

/** Ids are opaque; what's longer, empty or has spaces in it is none that a server would give. */
const ID = /^[^\s\p{C}]{1,128}$/u

/** Null: it has none. Some servers write numbers. */
export function idOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && ID.test(text) ? text : null
}

/** No track is longer, and no clock counts further. */
const MOST_MS = 100 * 24 * 60 * 60_000

/** A length in ms; null: nobody knows. */
export function lengthOf(value: unknown, msPerUnit: number): number | null {
  const ms = typeof value === 'number' ? Math.round(value * msPerUnit) : Number.NaN
  return ms > 0 && ms <= MOST_MS ? ms : null
}

/** A name, as one line of text; null: none. */
export const nameOf = (value: unknown): string | null => cleanText(value)
