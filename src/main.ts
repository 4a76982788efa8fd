import { mkdir } from 'node:fs/promises'
import manifest from '../package.json' with { type: 'json' }
import { FrontDesk, type FrontDeskPorts } from './api/front-desk.ts'
import { KeySocket } from './api/key-socket.ts'
import { playersRoutes, versionRoutes } from './api/players.ts'
import { RoleDoors } from './api/role-doors.ts'
import { HttpServer, PortError } from './api/server.ts'
import { apiRoutes } from './api/v1.ts'
import { type Clock, systemClock } from './base/clock.ts'
import type { Bus } from './bus/bus.ts'
import { MemoryBus } from './bus/memory-bus.ts'
import { RedisBus } from './bus/redis-bus.ts'
import { MemoryRateLimit } from './cache/memory-rate-limit.ts'
import { RedisRateLimit } from './cache/redis-rate-limit.ts'
import { configFromEnvironment } from './config/env.ts'
import { playersWithin } from './config/limits.ts'
import { type Config, ConfigError, portVariable } from './config/parse.ts'
import { secretsOf } from './config/secrets.ts'
import { usage } from './config/usage.ts'
import { Database } from './db/database.ts'
import { DatabaseStartError } from './db/database-error.ts'
import { HistoryRepo } from './db/history-repo.ts'
import { KeyRepo } from './db/key-repo.ts'
import { PostgresLeases } from './db/leases.ts'
import { pgBossDb } from './db/pg-boss-db.ts'
import { PlayerRepo } from './db/player-repo.ts'
import { SettingsRepo } from './db/settings-repo.ts'
import { EnginePool } from './engine/pool.ts'
import { Gateway } from './gateway/gateway.ts'
import { StartError } from './gateway/login.ts'
import { historyCleanUp } from './jobs/history-clean-up.ts'
import { JobQueue } from './jobs/job-queue.ts'
import {
  databaseCheck,
  discordCheck,
  engineCheck,
  memoryCheck,
  redisCheck,
} from './observability/checks.ts'
import { EventLoopWatch } from './observability/event-loop.ts'
import { Events } from './observability/events.ts'
import type { Log } from './observability/log.ts'
import { createLogger, reasonOf } from './observability/logger.ts'
import { Metrics } from './observability/metrics.ts'
import { aborted, stopOrders } from './observability/stop-orders.ts'
import { joinLimit } from './player/join-limit.ts'
import { Players } from './player/players.ts'
import { RemotePlayers } from './player/remote.ts'
import { Restoring } from './player/restoring.ts'
import { ServedPlayers } from './player/served.ts'
import { RedisLink } from './redis/redis-link.ts'
import { installedYtdlp } from './sources/installed-yt-dlp.ts'
import { Resolver } from './sources/resolver.ts'

/** Requests that a key may make in a minute. */
const REQUESTS_PER_MINUTE = 300

const clock: Clock = systemClock

process.exit(await main(process.argv.slice(2)))

/** The exit code: 0 done or told to stop, 1 cannot start or go on, 2 wrong arguments. */
async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) return print(usage(manifest.version))
  if (args.includes('--version')) return print(`${manifest.version}\n`)
  if (args.length > 0) return complain(`unknown argument ${JSON.stringify(args[0])}: see --help`, 2)
  try {
    const config = configFromEnvironment()
    const log = createLogger({ level: config.logLevel, secrets: secretsOf(config) })
    const stop = stopOrders(log)
    log.info('starting', { version: manifest.version })
    await serve(config, log, stop).catch((error: unknown) => {
      // Told to stop while it was starting: that is what it did.
      if (error !== stop.reason) throw error
    })
    return 0
  } catch (error) {
    const known =
      error instanceof ConfigError ||
      error instanceof DatabaseStartError ||
      error instanceof PortError ||
      error instanceof StartError
    return complain(known ? error.message : `Segue cannot go on. ${reasonOf(error).reason}`, 1)
  }
}

/** Builds each part once, from the ground up, and takes them down in reverse when told to stop. */
async function serve(config: Config, log: Log, stop: AbortSignal): Promise<void> {
  await using parts = new AsyncDisposableStack()
  const metrics = new Metrics()
  const core: Core = { config, log, stop, clock, events: new Events(log, metrics), parts }
  log.info('limits', { threads: config.engine.threads, ...config.limits })
  const doors = openDoors(core, metrics)

  await makeFolder(config.dataDir)
  // These take their time, so they start together; the one that fails stops the others.
  const failed = new AbortController()
  const opening = Database.open({ url: config.databaseUrl, dataDir: config.dataDir, log }, stop)
  opening.catch((error: unknown) => failed.abort(error))
  parts.defer(async () => await (await opening.catch(() => null))?.[Symbol.asyncDispose]())
  const redis = config.redisUrl === null ? null : parts.use(await RedisLink.open(config.redisUrl))
  const bus = parts.use(redis === null ? new MemoryBus(clock) : await RedisBus.open(redis, clock))
  const connecting = connect(core, AbortSignal.any([stop, failed.signal]))
  // Whoever awaits it below is told; until then it is no unhandled rejection.
  connecting.catch(() => {})
  const database = await opening
  const processId = crypto.randomUUID()
  const leases = parts.use(await PostgresLeases.open({ database, processId, clock }))
  const state: State = {
    database,
    redis,
    bus,
    leases,
    processId,
    desk: frontDesk(core, database, redis),
  }
  doors.watch(databaseCheck(database, false), 'gateway', 'audio')
  doors.watch(databaseCheck(database, true), 'api', 'worker')
  if (redis !== null) {
    doors.watch(redisCheck(redis, false), 'gateway', 'audio', 'worker')
    // Apart from the players, an api reaches them in no other way.
    doors.watch(redisCheck(redis, !config.roles.includes('audio')), 'api')
  }
  if (config.roles.includes('worker')) await runJobs(core, database, doors)

  const discord = await connecting
  const playing = discord === null ? null : await play(core, state, discord, doors, metrics)
  if (config.roles.includes('api')) await serveApi(core, state, playing?.served ?? null, doors)
  if (discord !== null && playing !== null) {
    await discord.serve({ players: playing.players, library: playing.library, signal: stop })
  }
  doors.enter('serving', ...config.roles)
  log.info('ready', { sinceStartMs: Math.round(clock.now()), roles: config.roles.join() })
  void playing?.restoring.start()

  await Promise.race([aborted(stop), ...(discord === null ? [] : [discord.refused])])
  doors.enter('stopping', ...config.roles)
  log.info('stopping')
}

/** What every part is given. */
interface Core {
  readonly config: Config
  readonly log: Log
  readonly stop: AbortSignal
  readonly clock: Clock
  readonly events: Events
  /** Who builds a part has it taken down here. */
  readonly parts: AsyncDisposableStack
}

/** Where state lives and what processes tell each other through. */
interface State {
  readonly database: Database
  readonly redis: RedisLink | null
  readonly bus: Bus
  readonly leases: PostgresLeases
  readonly processId: string
  readonly desk: FrontDeskPorts
}

/** Role gateway: the connection to Discord, null without it. It starts while others do. */
async function connect({ parts, ...core }: Core, signal: AbortSignal): Promise<Gateway | null> {
  const { config } = core
  if (!config.roles.includes('gateway')) return null
  const connecting = Gateway.connect({ ...core, ...config }, signal)
  parts.defer(async () => await (await connecting.catch(() => null))?.[Symbol.asyncDispose]())
  return await connecting
}

/** Roles gateway and audio: from the library of music to the players. */
async function play(
  { config, log, clock, events, parts }: Core,
  { database, leases, bus, processId, desk }: State,
  discord: Gateway,
  doors: RoleDoors,
  metrics: Metrics,
) {
  const { limits, allowedAddresses, ffmpegPath, dataDir } = config
  const library = parts.use(
    await Resolver.create({
      musicDir: config.musicDir,
      dataDir,
      allowedAddresses,
      ytdlpPath: config.ytdlpPath ?? installedYtdlp(dataDir),
      log,
    }),
  )
  const { signalling, announcer, servers } = discord
  const playback = parts.use(
    await EnginePool.start({ signalling, ...config.engine, allowedAddresses, ffmpegPath, log }),
  )
  const store = new PlayerRepo(database)
  const playersInMemory = playersWithin(limits.engineMemoryMb)
  const players = parts.use(
    new Players({
      playback,
      library,
      announcer,
      servers,
      store,
      leases,
      history: new HistoryRepo(database),
      settings: new SettingsRepo(database),
      mayJoin: joinLimit({ ...limits, playersInMemory }, residentMb),
      clock,
      log,
      events,
    }),
  )
  const served = new ServedPlayers({ players, servers, leases, processId, clock, log })
  parts.use(await served.serveOn(bus))
  const restoring = parts.use(new Restoring({ players, store, servers, clock, log }))

  metrics.readEngine(() => playback.totals())
  doors.watch(
    discordCheck(() => discord.shards),
    'gateway',
  )
  doors.watch(
    engineCheck(() => playback.threads, true),
    'gateway',
    'audio',
  )
  doors.mount('audio', '', playersRoutes(new FrontDesk(desk), players))
  const engine = { port: config.ports.engine, variable: portVariable('engine') }
  const version = parts.use(
    new HttpServer({ ...engine, bind: config.bind, log }, versionRoutes(manifest.version)),
  )
  log.info('listening', { role: 'engine', port: version.port })
  return { players, library, served, restoring }
}

/** Role api: the HTTP API, on the players of this process or of others. */
async function serveApi(
  { config, log, parts }: Core,
  { database, bus, leases, desk }: State,
  here: ServedPlayers | null,
  doors: RoleDoors,
): Promise<void> {
  const players = new RemotePlayers({ bus, leases, here })
  doors.mount('api', '/api/v1', apiRoutes({ ...desk, players }))
  if (database.kind === 'server') return
  parts.use(await KeySocket.listen(config.dataDir, new KeyRepo(database), log))
}

/** Role worker: what is done in the background. */
async function runJobs(
  { config, log, stop, clock, events, parts }: Core,
  database: Database,
  doors: RoleDoors,
): Promise<void> {
  const history = new HistoryRepo(database)
  const options = {
    database: pgBossDb(database),
    jobs: [historyCleanUp(history, config.historyDays, () => new Date())],
    log,
    clock,
    ran: (...run: Parameters<Events['jobRan']>) => events.jobRan(...run),
  }
  const queue = parts.use(await JobQueue.start(options, stop))
  doors.watch(queue.health, 'worker')
  // It needs nothing of Discord, and so does not wait for it.
  doors.enter('serving', 'worker')
}

/** A port per role, which answers from the first moment on. */
function openDoors({ config, log, events, parts }: Core, metrics: Metrics): RoleDoors {
  const loop = parts.use(new EventLoopWatch(clock, (lagMs) => events.eventLoopLagged(lagMs)))
  const doors = parts.use(
    new RoleDoors({
      roles: config.roles,
      ports: config.ports,
      bind: config.bind,
      variable: portVariable,
      facts: () => ({
        limits: { threads: config.engine.threads, ...config.limits },
        memoryMb: residentMb(),
      }),
      live: () => loop.turns,
      metrics,
      events,
      clock,
      log,
    }),
  )
  doors.watch(memoryCheck(config.limits.memoryMb, residentMb), ...config.roles)
  return doors
}

function frontDesk({ log }: Core, database: Database, redis: RedisLink | null): FrontDeskPorts {
  const memory = new MemoryRateLimit(clock)
  const rateLimit = redis === null ? memory : new RedisRateLimit(redis, memory)
  return { keys: new KeyRepo(database), rateLimit, perMinute: REQUESTS_PER_MINUTE, log }
}

/** Memory of the whole process, in MiB. */
function residentMb(): number {
  return Math.round(process.memoryUsage.rss() / 1024 ** 2)
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    const { reason } = reasonOf(error)
    throw new StartError(`The data folder cannot be made (${reason}). Set DATA_DIR to another one.`)
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

function complain(text: string, exitCode: number): number {
  process.stderr.write(`${text}\n`)
  return exitCode
}
