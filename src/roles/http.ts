import { allEndpoints, apiDescription } from '../api/endpoints.ts'
import { portVariable } from '../config/parse.ts'
import { exportToFile } from '../db/export-file.ts'
import { KeyRepo } from '../db/key-repo.ts'
import { RemotePlayers } from '../fleet/remote.ts'
import { playerView } from '../fleet/view.ts'
import { Auth, type AuthPorts } from '../http/auth.ts'
import { documentRoutes } from '../http/document-routes.ts'
import { endpointRoutes } from '../http/endpoint-routes.ts'
import { playersRoutes, versionRoutes } from '../http/engine-routes.ts'
import type { RolePorts } from '../http/role-ports.ts'
import { HttpServer } from '../http/server.ts'
import { KeySocket } from '../keys/key-socket.ts'
import type { Core } from './core.ts'
import type { Playing } from './playing.ts'
import type { State } from './state.ts'

/** Requests that a key may make in a minute. */
const REQUESTS_PER_MINUTE = 300

/**
 * Role api: the HTTP API, on the players of this process or, over the bus, of others. Where only
 * this process can open the database, `bun run key` asks it over a socket.
 */
export async function serveApi(
  core: Core,
  state: State,
  playing: Playing | null,
  ports: RolePorts,
): Promise<AsyncDisposable | null> {
  const { bus, leases, database } = state
  const players = new RemotePlayers({ bus, leases, here: playing?.served ?? null })
  const endpoints = allEndpoints(players)
  const auth = new Auth(authPorts(core, state))
  const prefix = '/api/v1'
  ports.mount('api', prefix, endpointRoutes(auth, endpoints))
  const description = apiDescription(REQUESTS_PER_MINUTE)
  const { version } = core
  ports.mount(
    'api',
    '',
    documentRoutes({ endpoints, prefix, title: 'Segue', version, description }),
  )
  if (database.kind === 'server') return null
  const house = {
    keys: new KeyRepo(database),
    exportTo: (file: string, force: boolean) => exportToFile(database, file, force),
  }
  return await KeySocket.listen(core.config.dataDir, house, core.log)
}

/** Role audio: the list of players, for holders of a key, and the engine's version, for all. */
export function showEngine(
  core: Core,
  state: State,
  { players }: Playing,
  ports: RolePorts,
): AsyncDisposable {
  const { config, log, version } = core
  const views = () => players.guilds.map((guildId) => playerView(guildId, players.state(guildId)))
  ports.mount('audio', '', playersRoutes(new Auth(authPorts(core, state)), views))
  const listen = { port: config.ports.engine, variable: portVariable('engine'), bind: config.bind }
  const server = new HttpServer({ ...listen, log }, versionRoutes(version))
  log.info('listening', { role: 'engine', port: server.port })
  return server
}

function authPorts({ log, stop }: Core, { database, rateLimit }: State): AuthPorts {
  const keys = new KeyRepo(database)
  return { keys, rateLimit, perMinute: REQUESTS_PER_MINUTE, log, stop }
}
