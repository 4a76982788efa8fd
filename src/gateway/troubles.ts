import { type Client, Events } from 'discord.js'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'

/** Logs what goes wrong between the bot and Discord. An 'error' that nobody listens to would end the process. */
export function logTroubles(client: Client, log: Log): void {
  client.on(Events.Error, (error) =>
    log.warn('the Discord connection had a problem', reasonOf(error)),
  )
  client.on(Events.Warn, (reason) => log.warn('the Discord connection had a problem', { reason }))
  client.on(Events.ShardError, (error, shard) =>
    log.warn('the main gateway had a problem', { shard, ...reasonOf(error) }),
  )
  logOutages(client, log)
}

/** One line when a shard loses the gateway, however often it tries, and one when it is back. */
function logOutages(client: Client, log: Log): void {
  const lost = new Set<number>()
  client.on(Events.ShardReconnecting, (shard) => {
    if (!lost.has(shard)) log.info('lost the main gateway', { shard })
    lost.add(shard)
  })
  client.on(Events.ShardResume, (shard, replayed) => {
    lost.delete(shard)
    log.info('resumed the main gateway session', { shard, replayed })
  })
  client.on(Events.ShardReady, (shard) => {
    if (lost.delete(shard)) log.info('the main gateway is back with a new session', { shard })
  })
}
