import type { Elysia } from 'elysia'
import { Auth, type AuthPorts } from '../http/auth.ts'
import { queueRoutes } from './guilds/queue.ts'
import type { QueuePlayers } from './ports.ts'

export interface ApiPorts extends AuthPorts {
  readonly players: QueuePlayers
}

/** The HTTP API, version 1, to be mounted below `/api/v1` in the server of the role `api`. */
export function apiRoutes(ports: ApiPorts): (app: Elysia) => Elysia {
  const auth = new Auth(ports)
  return (app) => {
    app.use(queueRoutes(auth, ports.players))
    return app
  }
}
