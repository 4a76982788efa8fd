import type { GuildId } from '../base/ids.ts'
import type { PlayerState } from '../domain/player/state.ts'
import { playerView } from '../fleet/view.ts'
import type { Auth } from '../http/auth.ts'
import type { Routes } from '../http/server.ts'

/** The players of this process. */
export interface OwnPlayers {
  readonly guilds: readonly GuildId[]
  state(guildId: GuildId): PlayerState
}

/** `GET /players` of the role audio: every player of this process, for a key of all servers. */
export function playersRoutes(auth: Auth, players: OwnPlayers): Routes {
  return (app) => {
    app.get('/players', ({ request }) =>
      auth.forAllServers(request, 'read', async () => ({
        players: players.guilds.map((guildId) => playerView(guildId, players.state(guildId))),
      })),
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
