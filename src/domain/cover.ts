/** A picture of a track, as its source holds it: foreign bytes, which nothing here decodes. */
export interface Cover {
  readonly type: CoverType
  readonly bytes: Uint8Array
}

/** What Discord shows, by the name's ending. */
export const COVER_ENDINGS = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'image/gif': 'gif',
} as const
export type CoverType = keyof typeof COVER_ENDINGS

/** The most bytes of a cover: each server's card uploads it, for a picture 85 pixels wide. */
export const COVER_BYTES = 4 * 1024 * 1024

/** How pictures begin: texts of Latin-1, where '?' stands for any byte. */
const SIGNATURES: readonly (readonly [CoverType, string])[] = [
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/webp', 'RIFF????WEBP'],
  ['image/gif', 'GIF8'],
]

/** The bytes as a cover; null for none, too many, or such as begin like no picture that's shown. */
export function coverOf(bytes: Uint8Array): Cover | null {
  if (bytes.length === 0 || bytes.length > COVER_BYTES) return null
  const type = SIGNATURES.find(([, text]) => begins(bytes, text))?.[0]
  return type === undefined ? null : { type, bytes }
}

function begins(bytes: Uint8Array, text: string): boolean {
  return [...text].every((char, at) => char === '?' || bytes[at] === char.charCodeAt(0))
}
