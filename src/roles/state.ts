import { mkdir } from 'node:fs/promises'
import type { Bus } from '../bus/bus.ts'
import { MemoryBus } from '../bus/memory-bus.ts'
import { RedisBus } from '../bus/redis-bus.ts'
import type { Cache } from '../cache/cache.ts'
import { MemoryCache } from '../cache/memory-cache.ts'
import { MemoryRateLimit } from '../cache/memory-rate-limit.ts'
import type { RateLimit } from '../cache/rate-limit.ts'
import { RedisCache } from '../cache/redis-cache.ts'
import { RedisRateLimit } from '../cache/redis-rate-limit.ts'
import { Database } from '../db/database.ts'
import { DatabaseStartError } from '../db/database-error.ts'
import { PostgresLeases } from '../db/leases.ts'
import type { RolePorts } from '../http/role-ports.ts'
import { databaseCheck, redisCheck } from '../observability/checks.ts'
import { reasonOf } from '../observability/logger.ts'
import { RedisLink } from '../redis/redis-link.ts'
import type { Core } from './core.ts'

/** Where this process stores its state, and what it shares with the bot's other processes. */
export interface State extends AsyncDisposable {
  /** Names this process to the others: its leases carry this id, and the bus delivers to it. */
  readonly processId: string
  readonly database: Database
  readonly leases: PostgresLeases
  readonly bus: Bus
  readonly rateLimit: RateLimit
  readonly cache: Cache
}

/** Rejects with a `DatabaseStartError`, or with the signal's reason. */
export async function openState(core: Core, ports: RolePorts, signal: AbortSignal): Promise<State> {
  const { config, clock } = core
  await using parts = new AsyncDisposableStack()
  await makeFolder(config.dataDir)
  const database = await openDatabase(core, ports, signal)
  parts.use(database)
  const redis = config.redisUrl === null ? null : await openRedis(core, config.redisUrl, ports)
  parts.use(redis)
  const bus = parts.use(redis === null ? new MemoryBus(clock) : await RedisBus.open(redis, clock))
  const memory = new MemoryRateLimit(clock)
  const rateLimit = redis === null ? memory : new RedisRateLimit(redis, memory)
  const cache = redis === null ? new MemoryCache(clock) : new RedisCache(redis)
  const processId = crypto.randomUUID()
  const leases = parts.use(await PostgresLeases.open({ database, processId, clock }))
  const opened = parts.move()
  return {
    ...{ processId, database, leases, bus, rateLimit, cache },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

/** Music plays on without it; HTTP commands and jobs don't work. */
async function openDatabase(
  { config, log, clock, events }: Core,
  ports: RolePorts,
  signal: AbortSignal,
): Promise<Database> {
  let database: Database | null = null
  const check = (required: boolean) => databaseCheck(() => database, required)
  ports.watch(check(false), 'gateway', 'audio')
  ports.watch(check(true), 'api', 'worker')
  const answered = (outcome: string, ms: number) => events.databaseAnswered(outcome, ms)
  const { databaseUrl: url, dataDir } = config
  database = await Database.open({ url, dataDir, log, clock, answered }, signal)
  return database
}

/**
 * A process with only the role api reaches players over the bus alone; all other roles work without
 * it.
 */
async function openRedis(
  { config, log, clock }: Core,
  url: string,
  ports: RolePorts,
): Promise<RedisLink> {
  let link: RedisLink | null = null
  const check = (required: boolean) => redisCheck(() => link, required)
  ports.watch(check(false), 'gateway', 'audio', 'worker')
  ports.watch(check(!config.roles.includes('audio')), 'api')
  link = await RedisLink.open(url, { clock, log })
  return link
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true })
  } catch (error) {
    const { reason } = reasonOf(error)
    throw new DatabaseStartError(
      `Segue can’t make the data folder (${reason}). Set DATA_DIR to another one.`,
    )
  }
}
