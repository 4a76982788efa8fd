import type { Connection } from '../gateway/connection.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Router } from '../rest/router.ts'

/** What hangs on a socket: null until it is open. */
interface SocketData {
  connection: Connection | null
}

/** One port of loopback for both: REST below `/api`, the gateway for whoever asks for a WebSocket. */
export function serveDiscord(router: Router, gateway: Gateway): Bun.Server<SocketData> {
  return Bun.serve<SocketData>({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request, server) => {
      const url = new URL(request.url)
      if (request.headers.get('upgrade')?.toLowerCase() === 'websocket') {
        if (!isSpoken(url)) return new Response('only v=10, JSON, uncompressed', { status: 400 })
        if (server.upgrade(request, { data: { connection: null } })) return undefined
        return new Response('upgrade failed', { status: 400 })
      }
      const path = /^\/api(?:\/v10)?(\/.*)$/.exec(url.pathname)?.[1]
      if (path === undefined) return new Response('not found', { status: 404 })
      return await router.answer(request, path, url.searchParams)
    },
    websocket: {
      open: (socket) => {
        socket.data.connection = gateway.open(socket)
      },
      message: (socket, data) => {
        const { connection } = socket.data
        if (connection) gateway.receive(connection, data.toString())
      },
      close: (socket, code) => {
        const { connection } = socket.data
        if (connection) gateway.closed(connection, code)
      },
    },
  })
}

/** Docs: Gateway, "Connecting": the version and encoding that this gateway speaks. */
function isSpoken({ searchParams }: URL): boolean {
  const encoding = searchParams.get('encoding') ?? 'json'
  return searchParams.get('v') === '10' && encoding === 'json' && !searchParams.has('compress')
}
