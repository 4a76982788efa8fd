import { createServer, type Socket } from 'node:net'

/** A server of bytes on loopback: `answer` gets each request's head and the bare socket. */
export interface RawServer extends AsyncDisposable {
  readonly port: number
  readonly url: string
  /** Heads of the requests so far, in order. */
  readonly requests: string[]
}

/** Serves whatever `answer` writes: faults live below what an HTTP library would send. */
export async function rawServer(
  answer: (socket: Socket, head: string, index: number) => void,
): Promise<RawServer> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', (data) => {
      const index = requests.push(data.toString('latin1')) - 1
      answer(socket, requests[index] ?? '', index)
    })
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : 0)
    })
  })
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The offset of a "Range: bytes=N-" header, or null without one. */
export function rangeStart(head: string): number | null {
  const match = /^range: bytes=(\d+)-\r$/im.exec(head)
  return match === null ? null : Number(match[1])
}

/** Bytes that differ at every offset a reconnection could be wrong by (xorshift32, fixed seed). */
export function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = 0x9e3779b9
  for (let index = 0; index < length; index++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    bytes[index] = state & 0xff
  }
  return bytes
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return new Uint8Array(Buffer.concat(parts))
}
