import type { LogFields } from '../observability/log.ts'

/**
 * Work in the background. A job may be cut off anywhere and run again, even twice at once: what it
 * does must depend on what it finds, never on how often it ran.
 */
export interface Job {
  /** Also the name of its queue: letters, digits, hyphens. */
  readonly name: string
  /** When the job is due, in UTC, once for all processes: five cron fields. */
  readonly cron: string
  /** Returns what it did, for the log. When it rejects, it's tried again. */
  run(signal: AbortSignal): Promise<LogFields>
}
