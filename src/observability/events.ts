import type { Role } from '../base/role.ts'
import type { Log, LogFields } from './log.ts'
import type { Metrics } from './metrics.ts'

/** Where a command came from, as a log line names it. */
interface Asked {
  readonly requestId: string
  readonly guildId: string | null
  /** The public id of the API key that asked; unset: a member did. */
  readonly key?: string
}

/** Events worth counting: each is reported once, and reaches both the log and the metrics. */
export class Events {
  readonly #log: Log
  readonly #metrics: Metrics | null

  constructor(log: Log, metrics: Metrics | null = null) {
    this.#log = log
    this.#metrics = metrics
  }

  /** `asked` names the server, null for a command outside of one, and the request. */
  commandAnswered(command: string, asked: Asked, ms: number): void {
    this.#metrics?.commands.inc({ command, outcome: 'answered' })
    this.#log.info('command answered', { ...asked, command, ms: Math.round(ms) })
  }

  /** `code` tells the outcome; 'internal' is a bug in Segue. */
  commandRefused(command: string, asked: Asked, code: string, why: LogFields): void {
    this.#metrics?.commands.inc({ command, outcome: code })
    const level = code === 'internal' ? 'error' : 'info'
    this.#log[level]('command refused', { ...asked, command, code, ...why })
  }

  /** The first frame of a request's track went out, `ms` after the request came. */
  firstFrame(guildId: string, requestId: string, ms: number): void {
    this.#metrics?.firstFrameSeconds.observe(ms / 1000)
    this.#log.info('first frame', { guildId, requestId, firstFrameMs: Math.round(ms * 10) / 10 })
  }

  /** `outcome`: finished, skipped, failed or interrupted. */
  trackEnded(outcome: string): void {
    this.#metrics?.tracks.inc({ outcome })
  }

  /** A subscriber to what happens to players missed an event; that's logged where it's seen. */
  eventLost(subscriber: string, loss: 'overflow' | 'failed'): void {
    this.#metrics?.eventsLost.inc({ subscriber, loss })
  }

  /** `route` is the pattern that matched. */
  httpAnswered(
    role: Role,
    {
      requestId,
      method,
      route,
      status,
      ms,
    }: Readonly<{
      requestId: string
      method: string
      route: string
      status: number
      ms: number
    }>,
  ): void {
    const known = METHODS.includes(method) ? method : 'other'
    this.#metrics?.http[role].observe({ method: known, route, status }, ms / 1000)
    const fields = { requestId, role, method: known, route, status, ms: Math.round(ms * 10) / 10 }
    this.#log.debug('request answered', fields)
  }

  /** The job logs what it did itself. */
  jobRan(job: string, outcome: 'done' | 'failed', ms: number): void {
    this.#metrics?.jobSeconds.observe({ job, outcome }, ms / 1000)
  }

  /** A query or transaction ended: 'ok', or with the code of its failure. */
  databaseAnswered(outcome: string, ms: number): void {
    this.#metrics?.databaseSeconds.observe({ outcome }, ms / 1000)
  }

  cacheAsked(cache: string, hit: boolean): void {
    this.#metrics?.cacheRequests.inc({ cache, outcome: hit ? 'hit' : 'miss' })
  }

  /** `site`: of a fixed set; `code`: of the failure, null where something was found. */
  extractorEnded(site: string, code: string | null): void {
    this.#metrics?.extractions.inc({ site, outcome: code ?? 'found' })
  }

  eventLoopLagged(ms: number): void {
    this.#metrics?.eventLoopLagSeconds.observe(ms / 1000)
    if (ms > 1_000) this.#log.warn('the event loop was blocked', { ms: Math.round(ms) })
  }
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
