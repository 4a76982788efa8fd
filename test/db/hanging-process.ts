/** A process of its own that locks a server's lease in a transaction, and then hangs: `bun hanging-process.ts URL GUILD`. */
import { sql } from 'drizzle-orm'
import { Database } from '../../src/db/database.ts'
import { quietLog } from '../support/embedded-database.ts'

const [url = '', guild = ''] = process.argv.slice(2)
const database = await Database.open({ url, dataDir: '/nowhere', log: quietLog })
await database.transaction(async (transaction) => {
  await transaction.execute(
    sql`select fence from segue.player_lease where guild_id = ${guild} for share`,
  )
  console.log('locked')
  process.kill(process.pid, 'SIGSTOP')
})
