import type { CheckResult, HealthCheck } from './health.ts'

/** The check of something that isn't up yet while its role starts. */
const NOT_YET: CheckResult = { state: 'down', reason: 'not connected yet' }

/** Checks that the database answers within the deadline; null: it's still being opened. */
export function databaseCheck(
  database: () => { ping(signal: AbortSignal): Promise<unknown> } | null,
  required: boolean,
): HealthCheck {
  return {
    name: 'database',
    required,
    async check(signal) {
      const opened = database()
      if (opened === null) return NOT_YET
      try {
        await opened.ping(signal)
        return { state: 'ok' }
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        // Our own codes only: those of drivers and systems may come with an address.
        return { state: 'down', reason: /^database-[a-z]+$/.test(code) ? code : 'does not answer' }
      }
    },
  }
}

/** Checks the bus between processes; required when all of a role's work goes over it. */
export function redisCheck(redis: () => Redis | null, required: boolean): HealthCheck {
  return {
    name: 'redis',
    required,
    async check() {
      const opened = redis()
      if (opened === null) return NOT_YET
      try {
        await opened.ping()
        return withReason(opened.health.state, opened.health.reason)
      } catch {
        // The connection's end may be noticed only after the call that failed for it.
        return { state: 'down', reason: opened.health.reason ?? 'does not answer' }
      }
    },
  }
}

interface Redis {
  ping(): Promise<void>
  readonly health: { readonly state: 'ok' | 'down'; readonly reason: string | null }
}

/** The main gateway: how many of the shards are connected; null before Discord let the bot in. */
export function discordCheck(shards: () => { connected: number; all: number } | null): HealthCheck {
  return {
    name: 'discord',
    required: true,
    check() {
      const known = shards()
      if (known === null) return NOT_YET
      const { connected, all } = known
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

/** In ms: longer than a change waits to be stored while the database works, retries included. */
const UNSAVED_MS = 5_000

/** Checks that changes of players reach the database; null: all are stored. */
export function storageCheck(
  unsaved: () => {
    readonly servers: { readonly length: number }
    readonly forMs: number
    readonly reason: string | null
  } | null,
): HealthCheck {
  return {
    name: 'storage',
    required: false,
    check() {
      const { servers, forMs, reason } = unsaved() ?? { servers: [], forMs: 0, reason: null }
      if (forMs <= UNSAVED_MS) return { state: 'ok' }
      // Our own codes only: those of drivers and systems may come with an address.
      const why = reason !== null && /^database-[a-z]+$/.test(reason) ? ` (${reason})` : ''
      const since = `${Math.round(forMs / 1000)} s`
      return {
        state: 'degraded',
        reason: `changes of ${servers.length} servers are not stored, for ${since}${why}`,
      }
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
