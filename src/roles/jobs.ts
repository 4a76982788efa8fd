import { DepartureRepo } from '../db/departure-repo.ts'
import { HistoryRepo } from '../db/history-repo.ts'
import { pgBossDb } from '../db/pg-boss-db.ts'
import { SettingsRepo } from '../db/settings-repo.ts'
import type { RolePorts } from '../http/role-ports.ts'
import { historyCleanUp } from '../jobs/history-clean-up.ts'
import { JobQueue } from '../jobs/job-queue.ts'
import { leftServersCleanUp } from '../jobs/left-servers.ts'
import { settingsChangesCleanUp } from '../jobs/settings-changes-clean-up.ts'
import type { Core } from './core.ts'
import type { State } from './state.ts'

/**
 * Role worker: the background jobs. This role needs nothing from Discord and doesn't wait for it.
 */
export async function runJobs(
  { config, log, stop, clock, events }: Core,
  { database }: State,
  ports: RolePorts,
): Promise<JobQueue> {
  const history = new HistoryRepo(database)
  const today = () => new Date()
  const options = {
    database: pgBossDb(database),
    jobs: [
      historyCleanUp(history, config.historyDays, today),
      settingsChangesCleanUp(new SettingsRepo(database), today),
      leftServersCleanUp(new DepartureRepo(database)),
    ],
    log,
    clock,
    ran: (...run: Parameters<typeof events.jobRan>) => events.jobRan(...run),
  }
  const queue = await JobQueue.start(options, stop)
  // Stops at the same time as everything else, since each part takes long when the database hangs.
  stop.addEventListener('abort', () => void queue[Symbol.asyncDispose](), { once: true })
  ports.watch(queue.health, 'worker')
  ports.enter('serving', 'worker')
  return queue
}
