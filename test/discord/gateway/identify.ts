import { isFields } from '../rest/form.ts'
import type { BotAccount } from '../state/directory.ts'
import type { World } from '../state/world.ts'
import { Close } from './connection.ts'
import { KNOWN_INTENTS, PRIVILEGED_INTENTS } from './intents.ts'

export interface Identity {
  readonly bot: BotAccount
  readonly intents: number
  readonly shard: readonly [index: number, count: number]
}

/** The close code that answers what can't be accepted. */
export interface Refusal {
  readonly code: number
  readonly reason: string
}

/** Checks op 2 (docs: Gateway Events, "Identify"). */
export function identityOf(world: World, d: unknown): Identity | Refusal {
  const injected = world.faults.gateway.refuseIdentify
  if (injected !== null) return { code: injected, reason: 'Injected.' }
  const asked = isFields(d) ? d : {}
  const bot = botOf(world, d)
  if (!bot) return { code: Close.authenticationFailed, reason: 'Authentication failed.' }
  const { intents } = asked
  if (typeof intents !== 'number' || (intents & ~KNOWN_INTENTS) !== 0) {
    return { code: Close.invalidIntents, reason: 'Invalid intent(s).' }
  }
  if ((intents & PRIVILEGED_INTENTS & ~bot.privilegedIntents) !== 0) {
    return { code: Close.disallowedIntents, reason: 'Disallowed intent(s).' }
  }
  const shard = parseShard(asked.shard)
  if (!shard) return { code: Close.invalidShard, reason: 'Invalid shard.' }
  return { bot, intents, shard }
}

/** The bot whose token op 2 and op 6 carry. */
export function botOf(world: World, d: unknown): BotAccount | undefined {
  return isFields(d) && typeof d.token === 'string' ? world.botOfToken(d.token) : undefined
}

function parseShard(value: unknown): readonly [number, number] | null {
  if (value === undefined) return [0, 1]
  if (!Array.isArray(value)) return null
  const [index, count]: unknown[] = value
  if (typeof index !== 'number' || typeof count !== 'number') return null
  const isWhole = Number.isInteger(index) && Number.isInteger(count)
  return isWhole && index >= 0 && index < count ? [index, count] : null
}
