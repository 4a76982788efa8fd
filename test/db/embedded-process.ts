/**
 * A process of its own on an embedded database: `bun embedded-process.ts DATA_DIR [WRITES]`. It says
 * "open", and then each number that it has written; or the sentence of its refusal, with exit code 1.
 */

import { guildId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { DatabaseStartError } from '../../src/db/database-error.ts'
import { SettingsRepo } from '../../src/db/settings-repo.ts'
import { defaultSettings } from '../../src/domain/settings.ts'
import { quietLog } from '../support/embedded-database.ts'

const [dataDir = '', writes = '0'] = process.argv.slice(2)
try {
  const database = await Database.open({ url: null, dataDir, log: quietLog })
  console.log('open')
  const settings = new SettingsRepo(database)
  for (let n = 1; n <= Number(writes); n++) {
    await settings.save(guildId('1'), { ...defaultSettings, volume: n % 200 }, 0)
    await settings.save(guildId(String(1_000 + n)), { ...defaultSettings, volume: n % 200 }, 0)
    console.log(n)
  }
  await new Promise(() => {
    setInterval(() => {}, 60_000)
  })
} catch (error) {
  if (!(error instanceof DatabaseStartError)) throw error
  console.log(error.message)
  process.exit(1)
}
