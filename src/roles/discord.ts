import { MemoryRateLimit } from '../cache/memory-rate-limit.ts'
import { DataDir } from '../db/data-dir.ts'
import { Gateway } from '../gateway/gateway.ts'
import { refuseBadToken } from '../gateway/login.ts'
import type { RolePorts } from '../http/role-ports.ts'
import { discordCheck } from '../observability/checks.ts'
import type { Core } from './core.ts'

/** Before a first start makes its database: with a wrong token there is none. Rejects with a `StartError`. */
export async function checkTokenFirst({ config, stop }: Core): Promise<void> {
  const isFirst = config.databaseUrl === null && !DataDir.holdsDatabase(config.dataDir)
  if (isFirst && config.roles.includes('gateway')) await refuseBadToken(config, stop)
}

/** Role gateway: the bot on Discord. Rejects with a `StartError`, or with what `signal` is aborted with. */
export async function connectDiscord(
  core: Core,
  ports: RolePorts,
  signal: AbortSignal,
): Promise<Gateway> {
  // Only this process's players: members of a server are answered by the process that plays there.
  const rateLimit = new MemoryRateLimit(core.clock)
  let discord: Gateway | null = null
  ports.watch(
    discordCheck(() => discord?.shards ?? null),
    'gateway',
  )
  const gateway = await Gateway.connect({ ...core, ...core.config, rateLimit }, signal)
  core.metrics.readInvalidRequests(() => gateway.invalidRequests)
  discord = gateway
  return gateway
}
