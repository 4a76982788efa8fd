import type { Clock } from '../base/clock.ts'
import type { Config } from '../config/parse.ts'
import type { Events } from '../observability/events.ts'
import type { Log } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'

/** What every part of every role is built with. */
export interface Core {
  readonly version: string
  readonly config: Config
  readonly log: Log
  readonly metrics: Metrics
  readonly events: Events
  readonly clock: Clock
  /** Aborts when the process is told to stop: from then on it takes no commands. */
  readonly stop: AbortSignal
}

/** Memory of the whole process, in MiB. */
export function residentMb(): number {
  return Math.round(process.memoryUsage.rss() / 1024 ** 2)
}
