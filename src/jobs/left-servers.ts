import { LEFT_KEPT_DAYS } from '../domain/privacy.ts'
import type { Job } from './job.ts'
import type { LeftServers } from './ports.ts'

/** Deletes what's kept of servers that the bot left 30 days ago, a server at a time. */
export function leftServersCleanUp(servers: LeftServers): Job {
  return {
    name: 'left-servers-clean-up',
    cron: '41 3 * * *',
    async run(signal) {
      let forgotten = 0
      for (let due = await servers.due(LEFT_KEPT_DAYS); due.length > 0; ) {
        for (const server of due) {
          signal.throwIfAborted()
          await servers.forget(server)
          forgotten++
        }
        due = await servers.due(LEFT_KEPT_DAYS)
      }
      return { days: LEFT_KEPT_DAYS, forgotten }
    },
  }
}
