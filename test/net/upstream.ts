import { connect, createServer, type Socket } from 'node:net'

/** A proxy of somebody else's on loopback; `asked` has what it was asked for, in its own words. */
export interface Upstream extends AsyncDisposable {
  readonly port: number
  readonly asked: string[]
}

/** Connects to 127.0.0.1 whatever the address: a proxy that stands elsewhere sees other networks. */
type Handshake = (socket: Socket, asked: (what: string, port: number) => void) => void

/** One that speaks CONNECT and wants `user:password`, or none for ''. `leadsTo`: the port that one leads to. */
export function httpUpstream(
  login: string,
  leadsTo: (port: number) => number = (port) => port,
): Promise<Upstream> {
  const expected = `Proxy-Authorization: Basic ${Buffer.from(login).toString('base64')}`
  return upstream((socket, asked) => {
    socket.once('data', (data) => {
      const head = data.toString('latin1')
      const port = leadsTo(Number(/^CONNECT \S+:(\d+) /.exec(head)?.[1]))
      if (login !== '' && !head.includes(expected)) {
        socket.end('HTTP/1.1 407 Sign in\r\n\r\n')
        return
      }
      asked(head.split('\r\n')[0] ?? '', port)
      socket.write('HTTP/1.0 200 OK\r\n\r\n')
    })
  })
}

/** One that speaks SOCKS5, with `user:password` or without. */
export function socksUpstream(login: string): Promise<Upstream> {
  return upstream((socket, asked) => {
    const method = login === '' ? 0 : 2
    const steps = [
      () => socket.write(Buffer.from([5, method])),
      ...(login === ''
        ? []
        : [
            (data: Buffer) => {
              const user = data.subarray(2, 2 + (data[1] ?? 0)).toString()
              const password = data.subarray(3 + (data[1] ?? 0)).toString()
              socket.write(Buffer.from([1, `${user}:${password}` === login ? 0 : 1]))
            },
          ]),
      (data: Buffer) => {
        socket.off('data', step)
        asked(`socks ${data.subarray(3, -2).toString('hex')}`, data.readUInt16BE(data.length - 2))
        socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
      },
    ]
    const step = (data: Buffer) => steps.shift()?.(data)
    socket.on('data', step)
  })
}

async function upstream(handshake: Handshake): Promise<Upstream> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    handshake(socket, (what, port) => {
      asked.push(what)
      const target = connect({ host: '127.0.0.1', port })
      sockets.add(target)
      target.on('error', () => socket.destroy())
      socket.pipe(target).pipe(socket)
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
    asked,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
