import type { Auth } from './auth.ts'
import type { Routes } from './server.ts'

/** `GET /players` of the role audio: every player of this process, for a key of all servers. */
export function playersRoutes(auth: Auth, players: () => readonly unknown[]): Routes {
  return (app) => {
    app.get('/players', ({ request }) =>
      auth.forAllServers(request, 'read', async () => ({ players: players() })),
    )
    return app
  }
}

/** `GET /version` of the engine, open to all: containers use it as a health check. */
export function versionRoutes(version: string): Routes {
  return (app) => {
    app.get('/version', () => new Response(version, { headers: { 'content-type': 'text/plain' } }))
    return app
  }
}
