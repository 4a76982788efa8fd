import type { RoleDoors } from '../api/role-doors.ts'
import { Gateway } from '../gateway/gateway.ts'
import { discordCheck } from '../observability/checks.ts'
import type { Core } from './core.ts'

/** Role gateway: the bot on Discord. Rejects with a `StartError`, or with what `signal` is aborted with. */
export async function connectDiscord(
  core: Core,
  doors: RoleDoors,
  signal: AbortSignal,
): Promise<Gateway> {
  let discord: Gateway | null = null
  doors.watch(
    discordCheck(() => discord?.shards ?? null),
    'gateway',
  )
  discord = await Gateway.connect({ ...core, ...core.config }, signal)
  return discord
}
