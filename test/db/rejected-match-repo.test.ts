import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { REJECTED_LIMIT, RejectedMatchRepo } from '../../src/db/rejected-match-repo.ts'
import { foundTrack } from '../domain/player/sample.ts'
import { newDataDir, quietLog } from '../support/embedded-database.ts'
import { sharedPostgres } from '../support/postgres-server.ts'

const parts = new AsyncDisposableStack()
afterAll(() => parts.disposeAsync())

const [here, there] = [guildId('1'), guildId('2')]

describe.each(['embedded', 'server'] as const)('wrong matches on the %s database', (kind) => {
  let database: Database
  let repo: RejectedMatchRepo
  beforeAll(async () => {
    const url = kind === 'server' ? await (await sharedPostgres()).createDatabase() : null
    const { path } = parts.use(await newDataDir())
    database = parts.use(await Database.open({ url, dataDir: path, log: quietLog }))
    repo = new RejectedMatchRepo(database)
  }, 60_000)

  test('are known for the same words in the same server, however these are written', async () => {
    await repo.add(here, 'Déjà vu', foundTrack('a'))
    await repo.add(here, 'Déjà vu', foundTrack('a'))
    const isRejected = await repo.of(here, '  deja VU! ')
    expect(isRejected?.(foundTrack('a'))).toBe(true)
    expect(isRejected?.(foundTrack('b'))).toBe(false)
    expect(await repo.of(here, 'deja')).toBeNull()
    expect(await repo.of(there, 'Déjà vu')).toBeNull()
    await repo.add(here, 'deja vu', foundTrack('b'))
    await repo.forget(here, 'Déjà vu', foundTrack('a'))
    const isStill = await repo.of(here, 'Déjà vu')
    expect([isStill?.(foundTrack('a')), isStill?.(foundTrack('b'))]).toEqual([false, true])
    await repo.forget(here, 'DEJA VU')
    expect(await repo.of(here, 'Déjà vu')).toBeNull()
  })

  test('are told apart where the words are punctuation alone, and kept where they’re long', async () => {
    const long = '音'.repeat(2_000)
    await repo.add(here, '!!!', foundTrack('a'))
    await repo.add(here, long, foundTrack('a'))
    expect(await repo.of(here, '???')).toBeNull()
    expect(await repo.of(here, '!!!')).not.toBeNull()
    expect(await repo.of(here, long)).not.toBeNull()
  })

  test('are as many as a server may have, and the oldest go first', async () => {
    await repo.add(here, 'first', foundTrack('a'))
    await repo.add(there, 'first', foundTrack('a'))
    for (let index = 0; index < REJECTED_LIMIT; index++) {
      if (index === 1) expect(await repo.of(here, 'first')).not.toBeNull()
      await repo.add(here, `words ${index}`, foundTrack('a'))
    }
    expect(await repo.of(here, 'first')).toBeNull()
    expect(await repo.of(here, 'words 0')).not.toBeNull()
    expect(await repo.of(there, 'first')).not.toBeNull()
  }, 60_000)
})
