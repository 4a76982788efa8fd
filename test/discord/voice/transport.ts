import { createCipheriv, createDecipheriv } from 'node:crypto'
import sodium from 'sodium-native'

/** The two modes that Discord kept in November 2024, preferred first. */
export const ENCRYPTION_MODES = [
  'aead_aes256_gcm_rtpsize',
  'aead_xchacha20_poly1305_rtpsize',
] as const
export type EncryptionMode = (typeof ENCRYPTION_MODES)[number]

export const SILENCE_FRAME = Uint8Array.of(0xf8, 0xff, 0xfe)
/** RTP time of one 20 ms frame at 48 kHz. */
export const TICKS_PER_FRAME = 960

export const isSilence = (frame: Uint8Array): boolean =>
  frame.length === 3 && frame[0] === 0xf8 && frame[1] === 0xff && frame[2] === 0xfe

const TAG_BYTES = 16
const COUNTER_BYTES = 4
const FIXED_HEADER_BYTES = 12
/** RTP version 2 without padding, extension or CSRC, and payload type 120 (RFC 3550 §5.1). */
const RTP_FIRST_BYTES = 0x8078

/** The fields of an RTP header that matter here. */
export interface RtpHeader {
  sequence: number
  timestamp: number
  ssrc: number
}

/** True for an Opus packet of Discord's: version 2, payload type 120, room for tag and counter. */
export function isRtp(packet: Buffer): boolean {
  return (
    packet.length >= FIXED_HEADER_BYTES + TAG_BYTES + COUNTER_BYTES &&
    (packet.readUInt8(0) & 0xc0) === 0x80 &&
    (packet.readUInt8(1) & 0x7f) === 0x78
  )
}

export const readRtpHeader = (packet: Buffer): RtpHeader => ({
  sequence: packet.readUInt16BE(2),
  timestamp: packet.readUInt32BE(4),
  ssrc: packet.readUInt32BE(8),
})

/**
 * One end's transport encryption: header ‖ ciphertext ‖ tag ‖ 4-byte counter, the header being the
 * additional data (Discord, "Voice Connections", transport encryption modes).
 */
export class Transport {
  readonly mode: EncryptionMode
  readonly #key: Buffer
  /** Ours and the other side's, padded; only the counter's bytes ever change. */
  readonly #nonce: Buffer
  readonly #theirNonce: Buffer
  #counter = 0

  constructor(mode: EncryptionMode, key: Uint8Array) {
    this.mode = mode
    this.#key = Buffer.from(key)
    this.#nonce = Buffer.alloc(mode === 'aead_aes256_gcm_rtpsize' ? 12 : 24)
    this.#theirNonce = Buffer.alloc(this.#nonce.length)
  }

  /** A whole packet, ready for the wire. */
  seal({ sequence, timestamp, ssrc }: RtpHeader, payload: Uint8Array): Buffer {
    const end = FIXED_HEADER_BYTES + payload.length
    const packet = Buffer.allocUnsafe(end + TAG_BYTES + COUNTER_BYTES)
    packet.writeUInt16BE(RTP_FIRST_BYTES, 0)
    packet.writeUInt16BE(sequence, 2)
    packet.writeUInt32BE(timestamp, 4)
    packet.writeUInt32BE(ssrc, 8)
    const header = packet.subarray(0, FIXED_HEADER_BYTES)
    this.#counter = (this.#counter + 1) >>> 0
    this.#nonce.writeUInt32BE(this.#counter, 0)
    if (this.mode === 'aead_aes256_gcm_rtpsize') {
      const cipher = createCipheriv('aes-256-gcm', this.#key, this.#nonce)
      cipher.setAAD(header)
      packet.set(cipher.update(payload), FIXED_HEADER_BYTES)
      cipher.final()
      packet.set(cipher.getAuthTag(), end)
    } else {
      sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        packet.subarray(FIXED_HEADER_BYTES, end + TAG_BYTES),
        payload,
        header,
        null,
        this.#nonce,
        this.#key,
      )
    }
    packet.writeUInt32BE(this.#counter, end + TAG_BYTES)
    return packet
  }

  /** The payload without the header extension, or null if the packet does not authenticate. */
  open(packet: Buffer): Buffer | null {
    const first = packet.readUInt8(0)
    const hasExtension = (first & 0x10) !== 0
    const headerBytes = FIXED_HEADER_BYTES + 4 * (first & 0x0f) + (hasExtension ? 4 : 0)
    const tagAt = packet.length - TAG_BYTES - COUNTER_BYTES
    if (tagAt < headerBytes) return null
    const extensionBytes = hasExtension ? 4 * packet.readUInt16BE(headerBytes - 2) : 0
    const plain = this.#decrypt(packet, packet.subarray(0, headerBytes), tagAt)
    return plain === null || extensionBytes === 0 ? plain : plain.subarray(extensionBytes)
  }

  #decrypt(packet: Buffer, header: Buffer, tagAt: number): Buffer | null {
    const nonce = this.#theirNonce
    nonce.writeUInt32BE(packet.readUInt32BE(packet.length - COUNTER_BYTES), 0)
    try {
      if (this.mode === 'aead_aes256_gcm_rtpsize') {
        const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce)
        decipher.setAAD(header)
        decipher.setAuthTag(packet.subarray(tagAt, tagAt + TAG_BYTES))
        const plain = decipher.update(packet.subarray(header.length, tagAt))
        decipher.final()
        return plain
      }
      const plain = Buffer.alloc(tagAt - header.length)
      const sealed = packet.subarray(header.length, tagAt + TAG_BYTES)
      sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        plain,
        null,
        sealed,
        header,
        nonce,
        this.#key,
      )
      return plain
    } catch {
      return null
    }
  }
}

const DISCOVERY_BYTES = 74
const DISCOVERY_REQUEST = 1
const DISCOVERY_RESPONSE = 2

/** The ssrc of an IP discovery request, or null for anything else. */
export function readDiscoveryRequest(packet: Buffer): number | null {
  if (packet.length !== DISCOVERY_BYTES || packet.readUInt16BE(0) !== DISCOVERY_REQUEST) return null
  return packet.readUInt32BE(4)
}

export function discoveryRequest(ssrc: number): Buffer {
  const packet = Buffer.alloc(DISCOVERY_BYTES)
  packet.writeUInt16BE(DISCOVERY_REQUEST, 0)
  packet.writeUInt16BE(DISCOVERY_BYTES - 4, 2)
  packet.writeUInt32BE(ssrc, 4)
  return packet
}

export function discoveryResponse(ssrc: number, address: string, port: number): Buffer {
  const packet = discoveryRequest(ssrc)
  packet.writeUInt16BE(DISCOVERY_RESPONSE, 0)
  packet.write(address, 8, 63, 'ascii')
  packet.writeUInt16BE(port, DISCOVERY_BYTES - 2)
  return packet
}

/** What the server saw of us, or null if this is no discovery response. */
export function readDiscoveryResponse(packet: Buffer): { address: string; port: number } | null {
  if (packet.length !== DISCOVERY_BYTES || packet.readUInt16BE(0) !== DISCOVERY_RESPONSE)
    return null
  const end = packet.indexOf(0, 8)
  return {
    address: packet.toString('ascii', 8, end),
    port: packet.readUInt16BE(DISCOVERY_BYTES - 2),
  }
}
