/** A process of its own that claims a server and lives on: `bun leasing-process.ts URL GUILD ID`. */
import { guildId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { PostgresLeases } from '../../src/db/leases.ts'
import { quietLog } from '../support/embedded-database.ts'

const [url = '', guild = '', processId = ''] = process.argv.slice(2)
const database = await Database.open({ url, dataDir: '/nowhere', log: quietLog })
const leases = await PostgresLeases.open({ database, processId, graceMs: 0 })
console.log(JSON.stringify(await leases.claim(guildId(guild))))
await new Promise(() => {
  setInterval(() => {}, 60_000)
})
