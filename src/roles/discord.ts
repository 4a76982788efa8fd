import type { RoleDoors } from '../api/role-doors.ts'
import { MemoryRateLimit } from '../cache/memory-rate-limit.ts'
import { Gateway } from '../gateway/gateway.ts'
import { discordCheck } from '../observability/checks.ts'
import type { Core } from './core.ts'

/** Role gateway: the bot on Discord. Rejects with a `StartError`, or with what `signal` is aborted with. */
export async function connectDiscord(
  core: Core,
  doors: RoleDoors,
  signal: AbortSignal,
): Promise<Gateway> {
  // Of this process alone: members of a server are answered by the one that plays there.
  const rateLimit = new MemoryRateLimit(core.clock)
  let discord: Gateway | null = null
  doors.watch(
    discordCheck(() => discord?.shards ?? null),
    'gateway',
  )
  const gateway = await Gateway.connect({ ...core, ...core.config, rateLimit }, signal)
  core.metrics.readInvalidRequests(() => gateway.invalidRequests)
  discord = gateway
  return gateway
}
