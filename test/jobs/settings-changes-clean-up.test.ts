import { expect, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { SettingsRepo } from '../../src/db/settings-repo.ts'
import { defaultSettings } from '../../src/domain/settings.ts'
import { settingsChangesCleanUp } from '../../src/jobs/settings-changes-clean-up.ts'
import { quietLog } from '../support/embedded-database.ts'
import { sharedPostgres } from '../support/postgres-server.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const TODAY = new Date('2026-05-01T12:00:00Z')
const server = guildId('78')

test('who changed what is known for 30 days', async () => {
  const url = await (await sharedPostgres()).createDatabase()
  await using database = await Database.open({ url, dataDir: '/nowhere', log: quietLog })
  const settings = new SettingsRepo(database)
  const fields = [{ name: 'volume', before: 100, after: 50 }]
  const by = { kind: 'key', keyId: 'k' } as const
  for (const days of [31, 30, 1]) {
    const at = new Date(TODAY.getTime() - days * DAY_MS)
    await settings.save(server, defaultSettings, 0, { at, by, fields })
  }
  const job = settingsChangesCleanUp(settings, () => TODAY)
  expect(await job.run(new AbortController().signal)).toEqual({ days: 30, forgotten: 1 })
  expect(await job.run(new AbortController().signal)).toEqual({ days: 30, forgotten: 0 })
  expect(await settings.changes(server, 10)).toHaveLength(2)
}, 120_000)
