import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type GuildId, guildId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { PostgresLeases } from '../../src/db/leases.ts'
import { PlayerRepo } from '../../src/db/player-repo.ts'
import { quietLog } from '../support/embedded-database.ts'
import { failureOf } from '../support/failure.ts'
import { idlePlayer } from '../support/idle-player.ts'
import { ManualClock } from '../support/manual-clock.ts'
import { PostgresServer } from '../support/postgres-server.ts'

const GRACE_MS = 15_000
const BEAT_MS = 2_000

let server: PostgresServer
let url: string
let database: Database
beforeAll(async () => {
  server = await PostgresServer.start()
  url = await server.createDatabase()
  database = await Database.open({ url, dataDir: '/nowhere', log: quietLog })
}, 120_000)
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

describe('of two processes', () => {
  test('one gets a server that both claim at once, and both know who', async () => {
    await using a = await leases('a')
    await using b = await leases('b')
    const guilds = Array.from({ length: 20 }, newGuild)
    const claims = await Promise.all(guilds.flatMap((guild) => [a.claim(guild), b.claim(guild)]))
    for (const [index, guild] of guilds.entries()) {
      const both = claims.slice(2 * index, 2 * index + 2)
      expect(both.filter((claim) => claim !== null)).toHaveLength(1)
      const holder = both[0] === null ? 'b' : 'a'
      expect([await a.holder(guild), await b.holder(guild)]).toEqual([holder, holder])
    }
  })

  test('the other gets what one gives back, and what one leaves when it ends', async () => {
    const a = await leases('a')
    await using b = await leases('b')
    const [given, left] = [newGuild(), newGuild()]
    await a.claim(given)
    await a.claim(left)
    await a.release(given)
    expect(await b.claim(given)).toEqual({ fence: 2 })
    expect(await b.claim(left)).toBeNull()
    await a[Symbol.asyncDispose]()
    expect(await b.claim(left)).toEqual({ fence: 2 })
  })

  test('the one that waits gets the server when the other is killed, and has the higher fence', async () => {
    const guild = newGuild()
    const child = Bun.spawn(
      [process.execPath, `${import.meta.dir}/leasing-process.ts`, url, guild, 'killed'],
      { stdout: 'pipe', stderr: 'inherit' },
    )
    const said = await child.stdout.getReader().read()
    expect(JSON.parse(new TextDecoder().decode(said.value))).toEqual({ fence: 1 })
    await using waiting = await leases('waiting')
    expect(await waiting.claim(guild)).toBeNull()
    expect(await waiting.holder(guild)).toBe('killed')
    process.kill(child.pid, 'SIGSTOP')
    expect(await waiting.claim(guild)).toBeNull()
    process.kill(child.pid, 'SIGKILL')
    await child.exited
    expect(await claimed(waiting, guild)).toEqual({ fence: 2 })
    expect(await waiting.holder(guild)).toBe('waiting')
  })

  test('the one that lost its connection learns what the other took, and can no longer write it', async () => {
    const clock = new ManualClock()
    await using a = await leases('a', clock)
    await using b = await leases('b')
    const [lost, kept] = [newGuild(), newGuild()]
    const fence = (await a.claim(lost))?.fence ?? Number.NaN
    await a.claim(kept)
    const losses: GuildId[] = []
    a.onLost((guild) => losses.push(guild))
    await cut('a')
    expect(await claimed(b, lost)).toEqual({ fence: 2 })
    const players = new PlayerRepo(database)
    expect((await players.save([{ snapshot: idlePlayer(lost), fence }])).refused).toEqual([lost])
    await a.check()
    expect(losses).toEqual([lost])
    expect(await a.claim(lost)).toBeNull()
    expect(await a.claim(kept)).toEqual({ fence: 1 })
    expect(await b.claim(kept)).toBeNull()
  })
})

describe('after the database was away', () => {
  test('nobody takes what belongs to another for fifteen seconds, and then it is free', async () => {
    const clock = new ManualClock()
    const gone = await leases('gone')
    await using waiting = await leases('waiting', clock, GRACE_MS)
    const guild = newGuild()
    await gone.claim(guild)
    await server.halt()
    expect(await failureOf(waiting.claim(guild))).toMatchObject({ code: 'database-away' })
    await waiting.check()
    await server.resume()
    await waiting.check()
    expect(await waiting.claim(newGuild())).toEqual({ fence: 1 })
    expect(await waiting.claim(guild)).toBeNull()
    for (let passed = 0; passed < GRACE_MS - BEAT_MS; passed += BEAT_MS) {
      clock.advance(BEAT_MS)
      await waiting.check()
      expect(await waiting.claim(guild)).toBeNull()
    }
    clock.advance(BEAT_MS)
    await waiting.check()
    expect(await waiting.claim(guild)).toEqual({ fence: 2 })
    await gone[Symbol.asyncDispose]()
  })

  test('a process that starts with the database waits as well', async () => {
    const gone = await leases('gone')
    const guild = newGuild()
    await gone.claim(guild)
    await cut('gone')
    await using early = await leases('early', new ManualClock(), 60 * 60 * 1000)
    expect(await early.claim(guild)).toBeNull()
    expect(await early.claim(newGuild())).toEqual({ fence: 1 })
    await gone[Symbol.asyncDispose]()
  })

  test('each goes on with what it had, and what it gave back meanwhile is free', async () => {
    await using a = await leases('a', new ManualClock(), GRACE_MS)
    const [kept, given] = [newGuild(), newGuild()]
    await a.claim(kept)
    await a.claim(given)
    await server.halt()
    expect(await a.claim(kept)).toEqual({ fence: 1 })
    await a.release(given)
    await a.check()
    await server.resume()
    await a.check()
    expect(await a.claim(kept)).toEqual({ fence: 1 })
    await using b = await leases('b', new ManualClock(), GRACE_MS)
    expect(await b.claim(given)).toEqual({ fence: 2 })
    expect(await b.claim(kept)).toBeNull()
  })
})

async function leases(
  processId: string,
  clock = new ManualClock(),
  graceMs = 0,
): Promise<PostgresLeases> {
  return await PostgresLeases.open({ database, processId, clock, graceMs })
}

/** PostgreSQL tells nobody when a lock is free: asks until it is, for half a minute at most. */
async function claimed(by: PostgresLeases, guild: GuildId) {
  for (const deadline = performance.now() + 30_000; performance.now() < deadline; ) {
    const lease = await by.claim(guild)
    if (lease !== null) return lease
    await Bun.sleep(5)
  }
  return null
}

/** Ends the connection that holds the process's lock, as a broken network would. */
async function cut(processId: string): Promise<void> {
  await database.raw(
    (sql) => sql`
      select pg_terminate_backend(pid) from pg_locks
      where locktype = 'advisory' and objsubid = 2 and mode = 'ExclusiveLock' and objid = (
        select process_lock::oid from segue.player_lease where process_id = ${processId}
        order by process_lock desc limit 1)`,
  )
}

let guilds = 0

function newGuild(): GuildId {
  return guildId(String(1 + guilds++))
}
