import { Duplex } from 'node:stream'

/** A connection to the embedded database: a socket for postgres.js, a message port underneath. */
export class PortStream extends Duplex {
  readonly #port: MessagePort

  constructor(port: MessagePort) {
    super()
    this.#port = port
    port.onmessage = ({ data }) => {
      const bytes = data as Uint8Array
      // postgres.js reads what it gets by Buffer's methods.
      if (!this.destroyed) this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    }
  }

  /** As of a socket: postgres.js ends only what is open. */
  get readyState(): 'open' | 'closed' {
    return this.destroyed ? 'closed' : 'open'
  }

  override _read(): void {
    // What arrives is pushed: the answers to one client's queries are all there is.
  }

  override _write(bytes: Uint8Array, _encoding: string, done: () => void): void {
    this.#port.postMessage(new Uint8Array(bytes))
    done()
  }

  override _final(done: () => void): void {
    done()
    this.destroy()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#port.close()
    done(error)
  }
}
