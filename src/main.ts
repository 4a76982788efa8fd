import { mkdir } from 'node:fs/promises'
import manifest from '../package.json' with { type: 'json' }
import { systemClock } from './base/clock.ts'
import { configFromEnvironment } from './config/env.ts'
import { type Config, ConfigError } from './config/parse.ts'
import { secretsOf } from './config/secrets.ts'
import { usage } from './config/usage.ts'
import { Database } from './db/database.ts'
import { DatabaseStartError } from './db/database-error.ts'
import { HistoryRepo } from './db/history-repo.ts'
import { PostgresLeases } from './db/leases.ts'
import { pgBossDb } from './db/pg-boss-db.ts'
import { PlayerRepo } from './db/player-repo.ts'
import { SettingsRepo } from './db/settings-repo.ts'
import { EnginePool } from './engine/pool.ts'
import { Gateway } from './gateway/gateway.ts'
import { StartError } from './gateway/login.ts'
import { historyCleanUp } from './jobs/history-clean-up.ts'
import { JobQueue } from './jobs/job-queue.ts'
import type { Log } from './observability/log.ts'
import { createLogger, reasonOf } from './observability/logger.ts'
import { Players } from './player/players.ts'
import { Restoring } from './player/restoring.ts'
import { installedYtdlp } from './sources/installed-yt-dlp.ts'
import { Resolver } from './sources/resolver.ts'

/** However much hangs, the process ends this long after it was told to. */
const STOP_WITHIN_MS = 10_000

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
      error instanceof StartError
    return complain(known ? error.message : `Segue cannot go on. ${reasonOf(error).reason}`, 1)
  }
}

/** Builds each part once, from the ground up, and takes them down in reverse when told to stop. */
async function serve(config: Config, log: Log, stop: AbortSignal): Promise<void> {
  const clock = systemClock
  await using parts = new AsyncDisposableStack()

  await makeFolder(config.dataDir)
  const library = parts.use(
    await Resolver.create({
      musicDir: config.musicDir,
      dataDir: config.dataDir,
      allowedAddresses: config.allowedAddresses,
      ytdlpPath: config.ytdlpPath ?? installedYtdlp(config.dataDir),
      log,
    }),
  )
  const { apiUrl, token, databaseUrl: url, dataDir } = config
  // Both take their time, so they start together; the one that fails stops the other.
  const failed = new AbortController()
  const opening = Database.open({ url, dataDir, log }, stop)
  opening.catch((error: unknown) => failed.abort(error))
  parts.defer(async () => await (await opening.catch(() => null))?.[Symbol.asyncDispose]())
  const signal = AbortSignal.any([stop, failed.signal])
  const gateway = parts.use(await Gateway.connect({ apiUrl, token, clock, log }, signal))
  const database = await opening
  const leases = parts.use(
    await PostgresLeases.open({ database, processId: crypto.randomUUID(), clock }),
  )
  const playback = parts.use(
    await EnginePool.start({
      signalling: gateway.signalling,
      threads: config.engine.threads,
      native: config.engine.native,
      encoderComplexity: config.engine.encoderComplexity,
      allowedAddresses: config.allowedAddresses,
      ffmpegPath: config.ffmpegPath,
      log,
    }),
  )
  const { announcer, servers } = gateway
  const store = new PlayerRepo(database)
  const history = new HistoryRepo(database)
  const players = parts.use(
    new Players({
      playback,
      library,
      announcer,
      servers,
      store,
      leases,
      history,
      settings: new SettingsRepo(database),
      clock,
      log,
    }),
  )
  await gateway.serve({ players, library, signal: stop })
  log.info('ready', { sinceStartMs: Math.round(clock.now()) })
  void parts.use(new Restoring({ players, store, servers, clock, log })).start()
  if (config.roles.includes('worker')) {
    const jobs = [historyCleanUp(history, config.historyDays, () => new Date())]
    parts.use(await JobQueue.start({ database: pgBossDb(database), jobs, log, clock }, stop))
  }

  await Promise.race([aborted(stop), gateway.refused])
  log.info('stopping')
}

/** SIGTERM or SIGINT, once or more, means: stop in order, within `STOP_WITHIN_MS`. */
function stopOrders(log: Log): AbortSignal {
  const stop = new AbortController()
  const order = (): void => {
    if (stop.signal.aborted) return
    stop.abort()
    setTimeout(() => {
      log.error('stopping took too long')
      process.exit(1)
    }, STOP_WITHIN_MS).unref()
  }
  process.on('SIGTERM', order).on('SIGINT', order)
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', reasonOf(error)))
  return stop.signal
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
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
