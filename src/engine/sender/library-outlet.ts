import type { ConnectionData, Networking } from '@discordjs/voice'
import type { MlsSession, Outlet, Sent } from './outlet.ts'

/** The library seals and sends: for a cipher that the addon doesn't know, or without the addon. */
export class LibraryOutlet implements Outlet {
  readonly #networking: Networking

  constructor(networking: Networking) {
    this.#networking = networking
  }

  /** The library itself sends unencrypted while it has no keys. */
  send(frame: Buffer, _connection: ConnectionData, mls: MlsSession | null): Sent {
    if (mls !== null && !mls.ready) return 'refused'
    const prepared = this.#networking.prepareAudioPacket(frame) !== undefined
    return prepared && this.#networking.dispatchAudio() ? 'sent' : 'refused'
  }

  [Symbol.dispose](): void {}
}
