import type { Socket } from 'node:net'

/** More than any answer of a proxy, which sends nothing unasked. */
const MOST_BYTES = 64 * 1024

/** Reads a socket by count, for as long as a handshake lasts. */
export class SocketInput {
  readonly #socket: Socket
  #bytes = Buffer.alloc(0)
  #failure: Error | null = null
  #wake: (() => void) | null = null

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', this.#onData)
    socket.on('error', this.#onEnd)
    socket.on('close', this.#onEnd)
  }

  /** The next `count` bytes; rejects when the socket ends before. */
  async take(count: number): Promise<Buffer> {
    while (this.#bytes.length < count) {
      if (this.#failure !== null) throw this.#failure
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    const taken = this.#bytes.subarray(0, count)
    this.#bytes = this.#bytes.subarray(count)
    return taken
  }

  /** Hands the socket to its next reader and gives back what was read beyond the handshake. */
  release(): void {
    this.#socket.pause()
    this.#socket.off('data', this.#onData)
    this.#socket.off('error', this.#onEnd)
    this.#socket.off('close', this.#onEnd)
    if (this.#bytes.length > 0) this.#socket.unshift(this.#bytes)
  }

  readonly #onData = (chunk: Buffer) => {
    this.#bytes = Buffer.concat([this.#bytes, chunk])
    if (this.#bytes.length > MOST_BYTES) this.#socket.destroy()
    this.#wake?.()
  }

  readonly #onEnd = (error?: unknown) => {
    this.#failure ??= error instanceof Error ? error : new Error('the proxy hung up')
    this.#wake?.()
  }
}
