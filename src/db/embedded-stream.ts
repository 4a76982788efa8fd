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
    // postgres.js reads what it gets by Buffer's methods.
    if (!this.destroyed) this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }

  /** As of a socket: postgres.js ends only what is open. */
  get readyState(): 'open' | 'closed' {
    return this.destroyed ? 'closed' : 'open'
  }

  override _read(): void {
    // What arrives is pushed: the answers to one client's queries are all there is.
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
