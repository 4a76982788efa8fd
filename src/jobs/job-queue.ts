import { PgBoss } from 'pg-boss'
import { type Clock, systemClock } from '../base/clock.ts'
import { within } from '../base/within.ts'
import type { CheckResult, HealthCheck } from '../observability/health.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import type { Job } from './job.ts'
import type { JobDatabase } from './ports.ts'

const RETRY_LIMIT = 3
const RETRY_DELAY_S = 60
/** A job that has not ended by then is given to another process. */
const EXPIRE_S = 15 * 60
/** How long running jobs may go on when the process ends … */
const STOP_WITHIN_MS = 2_000
/** … and how long stopping may take when the database doesn't answer. */
const LEAVE_AFTER_MS = 3_000
/**
 * Processes that start together race to make the tables; the losers find them there on a later try.
 */
const START_ATTEMPTS = 5
/**
 * Jobs are rare, and each look is a query. A process runs its own requests at once; a job that
 * another one left over waits for a look.
 */
const LOOK_EVERY_S = 30
/** For how long a fault of the queue itself counts against its health. */
const FAULT_MEMORY_MS = 60_000

export interface JobQueueOptions {
  readonly database: JobDatabase
  readonly jobs: readonly Job[]
  readonly log: Log
  readonly clock?: Clock
  /** After each run, for metrics. */
  readonly ran?: (name: string, outcome: 'done' | 'failed', ms: number) => void
  /** How often what is due is looked for, in s, 1 to 45. */
  readonly lookEveryS?: number
}

/**
 * The background jobs, kept in the database. Each is scheduled once, however many processes share
 * the database, and run by whichever is free.
 */
export class JobQueue implements AsyncDisposable {
  /** Whether jobs can be run, and how the last one of each kind ended here. */
  readonly health: HealthCheck = {
    name: 'jobs',
    required: true,
    check: async () => await this.#check(),
  }
  readonly #boss: PgBoss
  readonly #options: JobQueueOptions
  readonly #clock: Clock
  readonly #lookEveryS: number
  readonly #stop = new AbortController()
  readonly #workers = new Map<string, string>()
  readonly #failed = new Set<string>()
  #faultAtMs = Number.NEGATIVE_INFINITY
  #left: Promise<void> | null = null

  private constructor(options: JobQueueOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#lookEveryS = options.lookEveryS ?? LOOK_EVERY_S
    this.#boss = new PgBoss({
      db: options.database,
      cronMonitorIntervalSeconds: this.#lookEveryS,
      cronWorkerIntervalSeconds: this.#lookEveryS,
    })
    this.#boss.on('error', (error) => {
      this.#faultAtMs = this.#clock.now()
      options.log.warn('the job queue had a problem', reasonOf(error))
    })
    this.#boss.on('warning', ({ message }) => options.log.debug('the job queue warns', { message }))
  }

  /**
   * Makes or updates the queue's tables, schedules the jobs and starts taking them. Rejects when
   * the database stays away, or with the reason of `stop` when that aborts.
   */
  static async start(options: JobQueueOptions, stop?: AbortSignal): Promise<JobQueue> {
    const queue = new JobQueue(options)
    const leave = (): void => void queue[Symbol.asyncDispose]()
    stop?.addEventListener('abort', leave, { once: true })
    try {
      await queue.#boss.start({ attempts: START_ATTEMPTS })
      for (const job of options.jobs) await queue.#take(job)
      stop?.throwIfAborted()
      return queue
    } catch (error) {
      await queue[Symbol.asyncDispose]()
      throw stop?.aborted === true ? stop.reason : error
    } finally {
      stop?.removeEventListener('abort', leave)
    }
  }

  /**
   * Runs a job now, in this process, or in another one if this is busy with the same job. Does
   * nothing when the job is already waiting to run.
   */
  async runSoon(name: string): Promise<void> {
    await this.#boss.send(name)
    const worker = this.#workers.get(name)
    if (worker !== undefined) this.#boss.notifyWorker(worker)
  }

  /**
   * Takes no further job. A running one is told to stop, and tried again later if it doesn't end.
   */
  [Symbol.asyncDispose](): Promise<void> {
    this.#left ??= this.#leave()
    return this.#left
  }

  async #leave(): Promise<void> {
    this.#stop.abort()
    const stopped = this.#boss.stop({ timeout: STOP_WITHIN_MS }).catch((error: unknown) => {
      this.#options.log.warn('the job queue didn’t stop cleanly', reasonOf(error))
    })
    await within(this.#clock, LEAVE_AFTER_MS, stopped, () => {})
  }

  async #take(job: Job): Promise<void> {
    const { name, cron } = job
    await this.#boss.createQueue(name, {
      // At most one waiting and one running.
      policy: 'stately',
      retryLimit: RETRY_LIMIT,
      retryDelay: RETRY_DELAY_S,
      retryBackoff: true,
      expireInSeconds: EXPIRE_S,
    })
    // A job that was due while no process ran is run once at the start: not every machine is on at
    // night.
    await this.#boss.schedule(name, cron, null, { tz: 'UTC', missed: 'once' })
    const look = { pollingIntervalSeconds: this.#lookEveryS }
    this.#workers.set(
      name,
      await this.#boss.work(name, look, ([due]) => this.#run(job, due?.signal)),
    )
  }

  async #run(job: Job, expired: AbortSignal | undefined): Promise<void> {
    const { log, ran } = this.#options
    const began = this.#clock.now()
    const signals = [this.#stop.signal, expired].filter((signal) => signal !== undefined)
    try {
      const fields = await job.run(AbortSignal.any(signals))
      this.#failed.delete(job.name)
      log.info('job done', { job: job.name, ...fields })
      ran?.(job.name, 'done', this.#clock.now() - began)
    } catch (error) {
      this.#failed.add(job.name)
      log.warn('job failed', { job: job.name, ...reasonOf(error) })
      ran?.(job.name, 'failed', this.#clock.now() - began)
      throw error
    }
  }

  async #check(): Promise<CheckResult> {
    if (this.#stop.signal.aborted) return { state: 'down', reason: 'stopping' }
    const installed = await this.#boss.isInstalled()
    if (!installed) return { state: 'down', reason: 'its tables are gone' }
    if (this.#failed.size > 0) {
      return { state: 'degraded', reason: `failed last time: ${[...this.#failed].join(', ')}` }
    }
    if (this.#clock.now() - this.#faultAtMs < FAULT_MEMORY_MS) {
      return { state: 'degraded', reason: 'had trouble within the last minute' }
    }
    return { state: 'ok' }
  }
}
