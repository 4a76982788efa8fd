import manifest from '../package.json' with { type: 'json' }
import { systemClock } from './base/clock.ts'
import { configFromEnvironment } from './config/env.ts'
import { ConfigError } from './config/parse.ts'
import { secretsOf } from './config/secrets.ts'
import { usage } from './config/usage.ts'
import { DatabaseStartError } from './db/database-error.ts'
import { StartError } from './gateway/login.ts'
import { PortError } from './http/port-error.ts'
import { segueAt } from './net/segue-at.ts'
import { Events } from './observability/events.ts'
import { createLogger, reasonOf } from './observability/logger.ts'
import { Metrics } from './observability/metrics.ts'
import { redactor } from './observability/redact.ts'
import { aborted, stopOrders } from './observability/stop-orders.ts'
import type { Core } from './roles/core.ts'
import { checkTokenFirst, connectDiscord } from './roles/discord.ts'
import { serveApi, showEngine } from './roles/http.ts'
import { runJobs } from './roles/jobs.ts'
import { serveMetrics } from './roles/metrics.ts'
import { startPlaying } from './roles/playing.ts'
import { openPorts } from './roles/ports.ts'
import { openState } from './roles/state.ts'

process.exit(await main(process.argv.slice(2)))

/** The exit code: 0 done or told to stop, 1 cannot start or go on, 2 wrong arguments. */
async function main(args: readonly string[]): Promise<number> {
  const { version } = manifest
  if (args.includes('--help')) return print(usage(version))
  if (args.includes('--version')) return print(`${version}\n`)
  if (args.length > 0) return complain(`unknown argument ${JSON.stringify(args[0])}: see --help`, 2)
  let secrets: readonly string[] = []
  try {
    const config = configFromEnvironment()
    secrets = secretsOf(config)
    const log = createLogger({ ...config.logging, secrets })
    for (const { name, meant } of config.strangers) {
      log.warn('Segue doesn’t know this variable; check its spelling', { name, meant })
    }
    const stop = stopOrders(log)
    const metrics = new Metrics()
    const events = new Events(log, metrics)
    log.info('starting', { version })
    log.info('limits', { threads: config.engine.threads, ...config.limits })
    await serve({ version, config, log, metrics, events, clock: systemClock, stop })
    return 0
  } catch (error) {
    return complain(redactor(secrets)(await sentenceFor(error)), 1)
  }
}

/** Why the process ends, for the person who started it. */
async function sentenceFor(error: unknown): Promise<string> {
  if (error instanceof PortError) {
    const { bind, port } = error.at
    return error.sentence(error.isTaken ? await segueAt(bind, port) : null)
  }
  const known =
    error instanceof ConfigError ||
    error instanceof DatabaseStartError ||
    error instanceof StartError
  return known ? error.message : `Segue can’t go on. ${reasonOf(error).reason}`
}

/**
 * Builds each part once, from the ground up, and takes them down in reverse when told to stop:
 * first commands are refused, then players are stored and leave their channels, then everything
 * closes.
 */
async function serve(core: Core): Promise<void> {
  const { log, stop, clock } = core
  const { roles } = core.config
  await using parts = new AsyncDisposableStack()
  const ports = parts.use(openPorts(core))

  try {
    await checkTokenFirst(core)
    // The bot logs in while the database opens; whichever fails stops the other.
    const startup = new Startup(parts, stop)
    const opening = startup.of((signal) => openState(core, ports, signal))
    const connecting = roles.includes('gateway')
      ? startup.of((signal) => connectDiscord(core, ports, signal))
      : null
    const state = await opening
    parts.use(await serveMetrics(core, state, ports))
    if (roles.includes('worker')) parts.use(await runJobs(core, state, ports))
    const discord = await connecting
    const playing =
      discord === null ? null : parts.use(await startPlaying(core, state, discord, ports))
    if (playing !== null) parts.use(showEngine(core, state, playing, ports))
    if (roles.includes('api')) parts.use(await serveApi(core, state, playing, ports))
    const serving = playing === null ? null : discord?.serve({ ...playing, signal: stop })
    void playing?.restoring.start()
    await serving

    ports.enter('serving', ...roles)
    log.info('ready', { sinceStartMs: Math.round(clock.now()), roles: roles.join() })
    await Promise.race([aborted(stop), ...(discord === null ? [] : [discord.refused])])
  } catch (error) {
    // A process that's told to stop while it starts just stops.
    if (error !== stop.reason) throw error
  }
  ports.enter('stopping', ...roles)
  log.info('stopping')
}

/** Starts parts side by side: the first that fails stops the others, and all are taken down. */
class Startup {
  readonly #parts: AsyncDisposableStack
  readonly #failed = new AbortController()
  readonly #signal: AbortSignal

  constructor(parts: AsyncDisposableStack, stop: AbortSignal) {
    this.#parts = parts
    this.#signal = AbortSignal.any([stop, this.#failed.signal])
  }

  of<T extends AsyncDisposable>(start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const starting = start(this.#signal)
    starting.catch((error: unknown) => this.#failed.abort(error))
    this.#parts.defer(async () => await (await starting.catch(() => null))?.[Symbol.asyncDispose]())
    return starting
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
