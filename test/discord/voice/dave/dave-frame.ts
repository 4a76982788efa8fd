import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto'

/**
 * The end-to-end frame format of DAVE protocol version 1 for Opus, whose frames are encrypted whole:
 * ciphertext ‖ 8 bytes of tag ‖ ULEB128 nonce ‖ supplemental size ‖ FA FA
 * (dave-protocol, "Media frame format"; sender keys: "Sender key derivation").
 */
const TAG_BYTES = 8
const MARKER = 0xfa
const MIN_SUPPLEMENTAL_BYTES = 12
const NONCE_OFFSET = 8
/** The generation is the most significant byte of the 32-bit nonce. */
const GENERATION_SHIFT = 24

/** True if the frame ends as a DAVE frame does. Opus that happens to is about one in 10^7. */
export function isDaveFrame(frame: Uint8Array): boolean {
  const size = frame[frame.length - 3] ?? 0
  return (
    frame[frame.length - 1] === MARKER &&
    frame[frame.length - 2] === MARKER &&
    size >= MIN_SUPPLEMENTAL_BYTES &&
    size <= frame.length
  )
}

/** One member's keys in one epoch: a hash ratchet over generations (RFC 9420 §9.1). */
export class SenderKeys {
  readonly #keys: Buffer[] = []
  #secret: Buffer

  /** `base` is the 16 bytes that the MLS exporter gives for this member. */
  constructor(base: Uint8Array) {
    this.#secret = Buffer.from(base)
  }

  /** AES-128 key of a generation, 0–255. */
  key(generation: number): Buffer {
    for (let g = this.#keys.length; g <= generation; g++) {
      this.#keys.push(expandWithLabel(this.#secret, 'key', g, 16))
      this.#secret = expandWithLabel(this.#secret, 'secret', g, 32)
    }
    const key = this.#keys[generation]
    if (key === undefined) throw new RangeError(`no key of generation ${generation}`)
    return key
  }
}

/** Encrypts one member's frames; nonces start at 1 in each epoch. */
export class FrameEncryptor {
  readonly #keys: SenderKeys
  #nonce: number

  constructor(keys: SenderKeys, firstNonce = 1) {
    this.#keys = keys
    this.#nonce = firstNonce
  }

  encrypt(frame: Uint8Array): Buffer {
    const nonce = this.#nonce++
    const cipher = createCipheriv(
      'aes-128-gcm',
      this.#keys.key(nonce >>> GENERATION_SHIFT),
      gcmNonce(nonce),
    )
    const ciphertext = cipher.update(frame)
    cipher.final()
    const encodedNonce = encodeUleb128(nonce)
    const supplemental = TAG_BYTES + encodedNonce.length + 3
    return Buffer.concat([
      ciphertext,
      cipher.getAuthTag().subarray(0, TAG_BYTES),
      encodedNonce,
      Uint8Array.of(supplemental, MARKER, MARKER),
    ])
  }
}

/** The Opus frame, or null if these keys don't open it. */
export function decryptFrame(frame: Uint8Array, keys: SenderKeys): Buffer | null {
  if (!isDaveFrame(frame)) return null
  const size = frame[frame.length - 3] ?? 0
  const ciphertext = frame.subarray(0, frame.length - size)
  const tag = frame.subarray(ciphertext.length, ciphertext.length + TAG_BYTES)
  const nonce = decodeUleb128(frame.subarray(ciphertext.length + TAG_BYTES, frame.length - 3))
  if (nonce === null) return null
  try {
    const decipher = createDecipheriv(
      'aes-128-gcm',
      keys.key(nonce >>> GENERATION_SHIFT),
      gcmNonce(nonce),
      { authTagLength: TAG_BYTES },
    )
    decipher.setAuthTag(tag)
    const plain = decipher.update(ciphertext)
    decipher.final()
    return plain
  } catch {
    return null
  }
}

function gcmNonce(nonce: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32LE(nonce, NONCE_OFFSET)
  return bytes
}

/** ExpandWithLabel of RFC 9420 §8 with a u32 context, for lengths of one SHA-256 block or less. */
function expandWithLabel(secret: Buffer, label: string, context: number, length: number): Buffer {
  const name = Buffer.from(`MLS 1.0 ${label}`, 'ascii')
  const info = Buffer.alloc(2 + 1 + name.length + 1 + 4)
  info.writeUInt16BE(length, 0)
  info.writeUInt8(name.length, 2)
  name.copy(info, 3)
  info.writeUInt8(4, 3 + name.length)
  info.writeUInt32BE(context, 4 + name.length)
  // HKDF-Expand (RFC 5869 §2.3) of at most 32 bytes is its first block.
  return createHmac('sha256', secret)
    .update(info)
    .update(Uint8Array.of(1))
    .digest()
    .subarray(0, length)
}

function encodeUleb128(value: number): Buffer {
  const bytes: number[] = []
  let rest = value >>> 0
  do {
    const low = rest & 0x7f
    rest >>>= 7
    bytes.push(rest === 0 ? low : low | 0x80)
  } while (rest !== 0)
  return Buffer.from(bytes)
}

/** Null unless the bytes are exactly one number of at most 32 bits. */
function decodeUleb128(bytes: Uint8Array): number | null {
  let value = 0
  for (const [index, byte] of bytes.entries()) {
    value += (byte & 0x7f) * 2 ** (7 * index)
    if ((byte & 0x80) === 0) {
      return index === bytes.length - 1 && value < 2 ** 32 ? value : null
    }
  }
  return null
}
