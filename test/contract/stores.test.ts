import { afterAll } from 'bun:test'
import { Database } from '../../src/db/database.ts'
import { newDataDir, quietLog } from '../support/embedded-database.ts'
import { sharedPostgres } from '../support/postgres-server.ts'
import { keepsTheContractOfStores } from './stores.ts'

const folders = new AsyncDisposableStack()
afterAll(() => folders.disposeAsync())

keepsTheContractOfStores('the embedded database', async () => {
  const { path } = folders.use(await newDataDir())
  return await Database.open({ url: null, dataDir: path, log: quietLog })
})

keepsTheContractOfStores('PostgreSQL', async () => {
  const url = await (await sharedPostgres()).createDatabase()
  return await Database.open({ url, dataDir: '/nowhere', log: quietLog })
})
