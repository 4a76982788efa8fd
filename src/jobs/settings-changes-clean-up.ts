import type { Job } from './job.ts'
import type { PastChanges } from './ports.ts'

/** How long it's kept who changed what. */
const KEPT_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1_000

/** Forgets who changed settings longer than 30 days ago. `today` tells the time. */
export function settingsChangesCleanUp(past: PastChanges, today: () => Date): Job {
  return {
    name: 'settings-changes-clean-up',
    cron: '23 3 * * *',
    async run() {
      const time = new Date(today().getTime() - KEPT_DAYS * DAY_MS)
      return { days: KEPT_DAYS, forgotten: await past.forgetOlderThan(time) }
    },
  }
}
