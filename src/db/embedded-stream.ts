import { Duplex } from 'node:stream'

/** A connection to the embedded database, as a socket for postgres.js. */
export class EmbeddedStream extends Duplex {
  readonly #send: (bytes: Uint8Array) => void

  constructor(send: (bytes: Uint8Array) => void) {
    super()
    this.#send = send
  }

  /** Bytes from the database. */
  receive(bytes: Uint8Array): void {
    // postgres.js reads its input with Buffer's methods.
    if (!this.destroyed) this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }

  /** The socket's property of this name: postgres.js ends only a stream that's open. */
  get readyState(): 'open' | 'closed' {
    return this.destroyed ? 'closed' : 'open'
  }

  override _read(): void {
    // Data is pushed as it arrives: only the answers to one client's queries come here.
  }

  override _write(bytes: Uint8Array, _encoding: string, done: () => void): void {
    this.#send(bytes)
    done()
  }

  override _final(done: () => void): void {
    done()
    this.destroy()
  }
}
