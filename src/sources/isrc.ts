import { ISRC } from '../domain/schema/track.ts'

/** A recording's code (ISO 3901) as tracks have it, however it's written; nothing where it's none. */
export function isrcOf(value: unknown): { readonly isrc?: string } {
  const isrc = typeof value === 'string' ? value.replace(/[\s-]/g, '').toUpperCase() : ''
  return ISRC.test(isrc) ? { isrc } : {}
}
