import type { LogFields } from '../observability/log.ts'

/**
 * Work in the background. It may be cut off anywhere and run again, also twice at once: what it does
 * depends on what it finds, never on how often it ran.
 */
export interface Job {
  /** Names its queue, too: letters, digits, hyphens. */
  readonly name: string
  /** When it is due, in UTC, once for all processes: five fields of cron. */
  readonly cron: string
  /** Returns what it did, for the log. Rejects to be tried again. */
  run(signal: AbortSignal): Promise<LogFields>
}
