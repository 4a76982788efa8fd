import { afterAll, beforeAll, expect, test } from 'bun:test'
import { guildId, type TrackId } from '../../src/base/ids.ts'
import { readChanges } from '../../src/db/change-reader.ts'
import { Database } from '../../src/db/database.ts'
import { OpeningRepo } from '../../src/db/opening-repo.ts'
import { PlayerRepo } from '../../src/db/player-repo.ts'
import { noPast, type QueueChange } from '../../src/domain/player/past/past.ts'
import { lounge, track } from '../domain/player/sample.ts'
import { quietLog } from '../support/embedded-database.ts'
import { idlePlayer } from '../support/idle-player.ts'
import { sharedPostgres } from '../support/postgres-server.ts'

const SERVERS = 200
/** More than one page for a group of servers that are read together. */
const TRACKS = 30
const servers = Array.from({ length: SERVERS }, (_, n) => guildId(String(1_000 + n)))

let database: Database
let statements = 0
beforeAll(async () => {
  const url = await (await sharedPostgres()).createDatabase()
  const answered = () => void statements++
  database = await Database.open({ url, dataDir: '/nowhere', log: quietLog, answered })
}, 120_000)
afterAll(() => database[Symbol.asyncDispose]())

test('the players of hundreds of servers are read in a few statements, each with its own queue', async () => {
  const titles = (server: string) => Array.from({ length: TRACKS }, (_, n) => `${server} ${n}`)
  let changes = servers.map((guild, n) => {
    const queue = n % 10 === 0 ? [] : titles(guild).map((title) => track(title))
    return { snapshot: { ...idlePlayer(guild), voiceChannel: lounge, queue }, fence: 0 }
  })
  const repo = new PlayerRepo(database)
  while (changes.length > 0) changes = changes.slice((await repo.save(changes)).stored.length)

  statements = 0
  const fresh = new PlayerRepo(database)
  const loaded = await Promise.all(servers.map((guild) => fresh.load(guild)))
  // One for the rows, one for changes, and for each 25 servers two pages of queues and one of each
  // list of what was.
  expect(statements).toBe(2 + (SERVERS / 25) * (2 + 1 + 1))
  for (const [n, guild] of servers.entries()) {
    const queue = loaded[n]?.snapshot.queue.map(({ title }) => title)
    expect(queue).toEqual(n % 10 === 0 ? [] : titles(guild))
  }
})

test('changes of full queues are read a few at a time, and small ones together', async () => {
  const changeOf = (tracks: number, name: string): QueueChange => ({
    ...{ by: 'shuffle', behind: null, added: [], ended: null, began: null },
    stretch: Array.from({ length: tracks }, (_, n) => `${name}-${n}` as TrackId),
  })
  const repo = new PlayerRepo(database)
  const changed = servers.slice(0, 40).map((guild, n) => {
    const changes = [changeOf(n < 20 ? 10_000 : 1, `${guild}-a`), changeOf(1, `${guild}-b`)]
    return { ...idlePlayer(guild), past: { ...noPast, changes } }
  })
  let unsaved = changed.map((snapshot) => ({ snapshot, fence: 0 }))
  while (unsaved.length > 0) unsaved = unsaved.slice((await repo.save(unsaved)).stored.length)

  const read = await readChanges(
    database,
    changed.map((one) => one.guildId),
  )
  expect(changed.map((one) => read.get(one.guildId)?.changes)).toEqual(
    changed.map((one) => [...one.past.changes]),
  )
  statements = 0
  await readChanges(
    database,
    changed.slice(20).map((one) => one.guildId),
  )
  expect(statements).toBe(2)
  statements = 0
  await readChanges(
    database,
    changed.map((one) => one.guildId),
  )
  // Each of the large ones has 140,000 characters, and a statement reads a million at most.
  expect(statements).toBe(1 + 3)
})

test('what hundreds of servers open at once is noted in two statements, and found in as many', async () => {
  const openings = new OpeningRepo(database)
  statements = 0
  await Promise.all(
    servers.map((guild, n) => openings.begin({ guildId: guild, trackId: `t${n}` as TrackId })),
  )
  expect(statements).toBeLessThanOrEqual(2)
  await openings.begin({ guildId: guildId('1000'), trackId: 't0' as TrackId })
  statements = 0
  const found = await Promise.all(servers.map((guild) => openings.interrupted(guild)))
  expect(statements).toBeLessThanOrEqual(2)
  for (const [n, tracks] of found.entries())
    expect([...tracks]).toEqual([[`t${n}` as TrackId, n === 0 ? 2 : 1]])
  expect(await openings.interrupted(guildId('999'))).toEqual(new Map())
})
