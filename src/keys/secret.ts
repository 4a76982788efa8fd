import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** The prefix by which people, and scanners for leaked secrets, recognise a key. */
const PREFIX = 'segue_'
const SECRET_BYTES = 32
/** 32 bytes in base64url without padding (RFC 4648, section 5). */
const SECRET_TEXT = /^segue_([A-Za-z0-9_-]{43})$/

export interface Secret {
  /** What a client sends as `X-API-Key`. */
  readonly text: string
  readonly hash: Uint8Array
}

/** 256 random bits. */
export function newSecret(): Secret {
  const bytes = randomBytes(SECRET_BYTES)
  return { text: PREFIX + bytes.toString('base64url'), hash: sha256(bytes) }
}

/**
 * SHA-256 of the secret's 32 bytes; null when the text isn't a key. Slow hashing would add nothing
 * to 256 random bits.
 */
export function hashOf(text: string): Uint8Array | null {
  const [, encoded] = SECRET_TEXT.exec(text) ?? []
  if (encoded === undefined) return null
  const bytes = Buffer.from(encoded, 'base64url')
  return bytes.length === SECRET_BYTES ? sha256(bytes) : null
}

/** Takes the same time wherever the two differ. */
export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}

const sha256 = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(bytes).digest())
