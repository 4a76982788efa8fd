import type { CheckResult, HealthCheck } from './health.ts'

/** A database that answers a question within the deadline. */
export function databaseCheck(
  database: { ping(signal: AbortSignal): Promise<unknown> },
  required: boolean,
): HealthCheck {
  return {
    name: 'database',
    required,
    async check(signal) {
      try {
        await database.ping(signal)
        return { state: 'ok' }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        // Our own codes only: those of drivers and systems may come with an address.
        return { state: 'down', reason: /^database-[a-z]+$/.test(code) ? code : 'does not answer' }
      }
    },
  }
}

/** What processes tell one another through; required where all of a role's work goes over it. */
export function redisCheck(
  redis: {
    ping(): Promise<void>
    readonly health: { readonly state: 'ok' | 'down'; readonly reason: string | null }
  },
  required: boolean,
): HealthCheck {
  return {
    name: 'redis',
    required,
    async check() {
      try {
        await redis.ping()
        return withReason(redis.health.state, redis.health.reason)
      } catch {
        // The connection's end may be noticed only after the call that failed for it.
        return { state: 'down', reason: redis.health.reason ?? 'does not answer' }
      }
    },
  }
}

/** The main gateway: how many of the shards are connected. */
export function discordCheck(shards: () => { connected: number; all: number }): HealthCheck {
  return {
    name: 'discord',
    required: true,
    check() {
      const { connected, all } = shards()
      return portion(connected, all, `${connected} of ${all} shards are connected`)
    },
  }
}

/** The engine's threads that run. */
export function engineCheck(
  threads: () => { running: number; all: number },
  required: boolean,
): HealthCheck {
  return {
    name: 'engine',
    required,
    check() {
      const { running, all } = threads()
      return portion(running, all, `${running} of ${all} threads run`)
    },
  }
}

/** Resident memory against its limit, both in MiB. */
export function memoryCheck(limitMb: number, usedMb: () => number): HealthCheck {
  return {
    name: 'memory',
    required: false,
    check() {
      const used = usedMb()
      if (used <= limitMb) return { state: 'ok' }
      return { state: 'degraded', reason: `${used} MiB are used, of ${limitMb}` }
    },
  }
}

function portion(up: number, all: number, reason: string): CheckResult {
  if (up === all && all > 0) return { state: 'ok' }
  return { state: up === 0 ? 'down' : 'degraded', reason }
}

function withReason(state: 'ok' | 'down', reason: string | null): CheckResult {
  return reason === null ? { state } : { state, reason }
}
