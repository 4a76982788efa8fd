import { BusError, type Json, MESSAGE_LIMIT } from './bus.ts'

/** A payload as it travels. Throws 'too-large'. */
export function packed(payload: Json): string {
  const text = JSON.stringify(payload)
  if (text.length > MESSAGE_LIMIT) throw new BusError('too-large', `${text.length} characters`)
  return text
}

/**
 * The value in the text, or undefined when it isn't JSON: foreign bytes are dropped, not thrown.
 */
export function unpacked(text: string): Json | undefined {
  if (text.length > 2 * MESSAGE_LIMIT) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The fields of an object; none for any other value. */
export function fieldsOf(value: Json | undefined): { readonly [key: string]: Json | undefined } {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as { readonly [key: string]: Json }) : {}
}

/** The code that an error carries: what an asker may learn of it. */
export function refusalOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' ? code : 'internal'
}
