import { CHANGES_KEPT_DAYS } from '../domain/privacy.ts'
import type { Job } from './job.ts'
import type { PastChanges } from './ports.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** Forgets who changed settings longer than 30 days ago. `today` tells the time. */
export function settingsChangesCleanUp(past: PastChanges, today: () => Date): Job {
  return {
    name: 'settings-changes-clean-up',
    cron: '23 3 * * *',
    async run() {
      const time = new Date(today().getTime() - CHANGES_KEPT_DAYS * DAY_MS)
      return { days: CHANGES_KEPT_DAYS, forgotten: await past.forgetOlderThan(time) }
    },
  }
}
