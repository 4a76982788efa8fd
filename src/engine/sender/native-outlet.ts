import type { ConnectionData } from '@discordjs/voice'
import type { Addon } from '../native/addon.ts'
import type { MlsSession, Outlet, Sent } from './outlet.ts'

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
export class NativeOutlet implements Outlet {
  readonly #sender: VoiceSender

  private constructor(sender: VoiceSender) {
    this.#sender = sender
  }

  /**
   * `fd`: the session's socket, connected to its peer. Null when the addon can't send there: it
   * doesn't know the session's cipher, or that's no such socket.
   */
  static open(
    addon: Addon,
    fd: number,
    { encryptionMode, secretKey }: ConnectionData,
  ): NativeOutlet | null {
    if (encryptionMode !== NATIVE_MODE) return null
    try {
      return new NativeOutlet(new addon.VoiceSender(fd, secretKey))
    } catch {
      return null // the library's way works on
    }
  }

  send(frame: Buffer, connection: ConnectionData, mls: MlsSession | null): Sent {
    const packet = mls === null ? frame : encrypted(frame, mls)
    if (packet === null) return 'refused'
    const { sequence, timestamp, ssrc } = connection
    connection.nonce = connection.nonce >= MAX_COUNTER ? 0 : connection.nonce + 1
    if (!this.#sender.send(packet, sequence, timestamp, ssrc, connection.nonce)) return 'broken'
    connection.packetsPlayed += 1
    connection.sequence = (sequence + 1) % 2 ** 16
    return 'sent'
  }

  [Symbol.dispose](): void {
    this.#sender.close()
  }
}

/** Null while there are no keys: the encryption itself refuses, and asking it beforehand costs a call a frame. */
function encrypted(frame: Buffer, mls: MlsSession): Buffer | null {
  try {
    return mls.encryptOpus(frame)
  } catch (error) {
    if (mls.ready) throw error
    return null
  }
}
