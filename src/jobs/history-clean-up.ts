import type { Job } from './job.ts'
import type { PastPlays } from './ports.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** Forgets what was played longer than `days` ago. `today` tells the time. */
export function historyCleanUp(past: PastPlays, days: number, today: () => Date): Job {
  return {
    name: 'history-clean-up',
    // At night, but not on the hour, when everyone else's jobs start.
    cron: '17 3 * * *',
    async run() {
      const time = new Date(today().getTime() - days * DAY_MS)
      return { days, forgotten: await past.deleteOlderThan(time) }
    },
  }
}
