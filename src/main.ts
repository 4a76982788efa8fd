import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Client, Events } from 'discord.js'
import manifest from '../package.json' with { type: 'json' }
import { systemClock } from './base/clock.ts'
import { guildId } from './base/ids.ts'
import { configFromEnvironment } from './config/env.ts'
import { type Config, ConfigError } from './config/parse.ts'
import { usage } from './config/usage.ts'
import { EnginePool } from './engine/pool.ts'
import { ChannelAnnouncer } from './gateway/channel-announcer.ts'
import { createClient, inviteLink } from './gateway/client.ts'
import { slashCommands } from './gateway/commands/list.ts'
import { logIn, StartError, whenRefused } from './gateway/login.ts'
import { onNewSession } from './gateway/new-session.ts'
import { register } from './gateway/registration.ts'
import { Router } from './gateway/router.ts'
import { GatewaySignalling } from './gateway/signalling.ts'
import { speakOnStages } from './gateway/stage.ts'
import type { Log } from './observability/log.ts'
import { createLogger, reasonOf } from './observability/logger.ts'
import { Players } from './player/players.ts'
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
    const log = createLogger({ level: config.logLevel, secrets: [config.token] })
    await serve(config, log, stopOrders(log))
    return 0
  } catch (error) {
    if (error instanceof ConfigError || error instanceof StartError)
      return complain(error.message, 1)
    throw error
  }
}

/** Builds each part once, from the ground up, and takes them down in reverse when told to stop. */
async function serve(config: Config, log: Log, stop: AbortSignal): Promise<void> {
  const clock = systemClock
  await using parts = new AsyncDisposableStack()

  const library = parts.use(
    await Resolver.create({
      musicDir: config.musicDir,
      dataDir: config.dataDir,
      allowedAddresses: config.allowedAddresses,
      ytdlpPath: config.ytdlpPath ?? installedYtdlp(),
      log,
    }),
  )
  const client = parts.adopt(createClient(config.apiUrl), (client) => client.destroy())
  const ready = await orStopped(logIn(client, config.token, clock), stop)
  if (ready === null) return
  const playback = parts.use(
    await EnginePool.start({
      signalling: new GatewaySignalling(ready),
      threads: config.engine.threads,
      native: config.engine.native,
      encoderComplexity: config.engine.encoderComplexity,
      allowedAddresses: config.allowedAddresses,
      ffmpegPath: config.ffmpegPath,
      log,
    }),
  )
  const announcer = new ChannelAnnouncer(ready.rest, log)
  const players = parts.use(new Players({ playback, library, announcer, clock, log }))
  const router = new Router({ commands: slashCommands, players, library, clock, log, signal: stop })

  speakOnStages(ready, (guild) => players.tell(guild, { kind: 'asked-to-speak' }), log)
  onNewSession(ready, (guild) => players.rejoin(guild))
  ready.on(Events.GuildDelete, (guild) => players.forget(guildId(guild.id)))
  ready.on(Events.InteractionCreate, (interaction) => void router.handle(interaction))
  await registerCommands(ready, log)
  log.info('invite', { link: inviteLink(ready) })
  log.info('ready', { servers: ready.guilds.cache.size, sinceStartMs: Math.round(clock.now()) })

  await untilStopped(ready, stop)
  log.info('stopping')
}

/** Commands that are registered already work although Discord takes no new ones just now. */
async function registerCommands(client: Client<true>, log: Log): Promise<void> {
  try {
    const data = slashCommands.map((command) => command.data)
    const changed = await register(client.rest, client.application.id, data)
    log.info('commands registered', { changed })
  } catch (error) {
    log.error('could not register the commands', reasonOf(error))
  }
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

/** Resolves when told to stop; rejects when the gateway has shut the bot out. */
function untilStopped(client: Client, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stop.aborted) resolve()
    stop.addEventListener('abort', () => resolve(), { once: true })
    whenRefused(client, reject)
  })
}

/** Null when the order to stop came first. */
function orStopped<T>(promise: Promise<T>, stop: AbortSignal): Promise<T | null> {
  const stopped = new Promise<null>((resolve) => {
    if (stop.aborted) resolve(null)
    stop.addEventListener('abort', () => resolve(null), { once: true })
  })
  return Promise.race([promise, stopped])
}

/** The one that `script/bootstrap` puts beside the program, or the one on the PATH. */
function installedYtdlp(): string {
  const bundled = fileURLToPath(new URL('../.venv/bin/yt-dlp', import.meta.url))
  return existsSync(bundled) ? bundled : 'yt-dlp'
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

function complain(text: string, exitCode: number): number {
  process.stderr.write(`${text}\n`)
  return exitCode
}
