import type { ConnectionData } from '@discordjs/voice'
import type { Addon } from '../native/addon.ts'

type VoiceSender = InstanceType<Addon['VoiceSender']>

/** The only cipher that the addon knows; Discord offers it almost everywhere. */
const NATIVE_MODE = 'aead_aes256_gcm_rtpsize'
/** The library's counter is 32 bits wide and starts over at zero. */
const MAX_COUNTER = 2 ** 32 - 1

/**
 * The fast path of one session: the addon seals a packet and sends it, while the library makes five
 * buffers and a cipher for each. Both share the counters in `ConnectionData`, so that no number is
 * used twice; the library still does all the rest.
 */
export class NativeOutlet implements Disposable {
  readonly #addon: Addon
  #fd: number | null = null
  #key: Uint8Array | null = null
  #sender: VoiceSender | null = null

  constructor(addon: Addon) {
    this.#addon = addon
  }

  /** Sets the session's socket, connected to its peer; null: not yet, or not any more. */
  use(fd: number | null): void {
    this.#fd = fd
    this.#forget()
  }

  /** Whether `send` can be used: the socket exists, and the addon knows the session's cipher. */
  opensFor(connection: ConnectionData): boolean {
    return this.#senderFor(connection) !== null
  }

  /**
   * Sends a frame that's already encrypted end to end. False: this path doesn't work any more, use
   * the library's.
   */
  send(connection: ConnectionData, packet: Uint8Array): boolean {
    const sender = this.#senderFor(connection)
    if (sender === null) return false
    const { sequence, timestamp, ssrc } = connection
    connection.nonce = connection.nonce >= MAX_COUNTER ? 0 : connection.nonce + 1
    if (!sender.send(packet, sequence, timestamp, ssrc, connection.nonce)) return false
    connection.packetsPlayed += 1
    connection.sequence = (sequence + 1) % 2 ** 16
    return true
  }

  [Symbol.dispose](): void {
    this.use(null)
  }

  #senderFor({ secretKey, encryptionMode }: ConnectionData): VoiceSender | null {
    if (this.#fd === null) return null
    if (this.#key === secretKey) return this.#sender
    this.#forget()
    this.#key = secretKey
    if (encryptionMode !== NATIVE_MODE) return null
    try {
      this.#sender = new this.#addon.VoiceSender(this.#fd, secretKey)
    } catch {
      this.#fd = null // the library's way goes on working
    }
    return this.#sender
  }

  #forget(): void {
    this.#sender?.close()
    this.#sender = null
    this.#key = null
  }
}
