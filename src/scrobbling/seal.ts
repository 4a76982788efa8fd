import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Account } from './ports.ts'

/** AES-256-GCM (NIST SP 800-38D): bytes of the key, the nonce and the tag. */
const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** What a sealed token belongs to. */
export const ownerKey = ({ userId, service }: Pick<Account, 'userId' | 'service'>): string =>
  `${service}:${userId}`

/**
 * Seals what the database holds of members' secrets, so that a copy of it alone gives none away. The
 * key comes from the bot's own token (HKDF-SHA256, RFC 5869): with another token, nothing opens any
 * more, and members link their accounts anew.
 */
export class Seal {
  readonly #key: Buffer

  constructor(botToken: string) {
    this.#key = Buffer.from(hkdfSync('sha256', botToken, 'segue', 'members’ tokens', KEY_BYTES))
  }

  /** `owner`: what it belongs to; it opens for that alone. */
  close(secret: string, owner: string): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(owner))
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
    return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed]))
  }

  /** Null: it was sealed with another key, for another owner, or was changed. */
  open(bytes: Uint8Array, owner: string): string | null {
    const [nonce, rest] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES)]
    if (rest.length < TAG_BYTES) return null
    try {
      const cipher = createDecipheriv(CIPHER, this.#key, nonce, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(owner)).setAuthTag(rest.subarray(0, TAG_BYTES))
      return Buffer.concat([cipher.update(rest.subarray(TAG_BYTES)), cipher.final()]).toString(
        'utf8',
      )
    } catch {
      return null
    }
  }
}
