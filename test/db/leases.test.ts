import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Clock, systemClock } from '../../src/base/clock.ts'
import { type GuildId, guildId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { PostgresLeases } from '../../src/db/leases.ts'
import { PlayerRepo } from '../../src/db/player-repo.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { until } from '../discord/until.ts'
import { lounge } from '../domain/player/sample.ts'
import { quietLog } from '../support/embedded-database.ts'
import { failureOf } from '../support/failure.ts'
import { idlePlayer } from '../support/idle-player.ts'
import { PostgresServer } from '../support/postgres-server.ts'

const GRACE_MS = 15_000
const BEAT_MS = 1_000
/** Longer than two missed beats. */
const SILENCE_MS = 3_500

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

  test('the other gets what one gives back, and all that one leaves when it ends, at once', async () => {
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
    await b[Symbol.asyncDispose]()
    await using fresh = await leases('fresh', systemClock, GRACE_MS, GRACE_MS)
    expect(await fresh.claim(left)).toEqual({ fence: 3 })
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
    process.kill(child.pid, 'SIGKILL')
    await child.exited
    expect(await claimed(waiting, guild)).toEqual({ fence: 2 })
    expect(await waiting.holder(guild)).toBe('waiting')
  })

  test('the one that was not seen learns what the other took, and can no longer write it', async () => {
    await using a = await leases('a')
    await using b = await leases('b')
    const [lost, kept] = [newGuild(), newGuild()]
    const fence = (await a.claim(lost))?.fence ?? Number.NaN
    await a.claim(kept)
    const losses: GuildId[] = []
    a.onLost((guild) => losses.push(guild))
    await database.raw((sql) => sql`delete from segue.process where id = 'a'`)
    expect(await b.claim(lost)).toEqual({ fence: 2 })
    const players = new PlayerRepo(database)
    expect((await players.save([{ snapshot: idlePlayer(lost), fence }])).refused).toEqual([lost])
    await a.check()
    expect(losses).toEqual([lost])
    expect(await a.claim(lost)).toBeNull()
    expect(await a.claim(kept)).toEqual({ fence: 1 })
    expect(await b.claim(kept)).toBeNull()
  })

  test('the other gets a server of one that hangs in the middle of a write', async () => {
    await using hanging = await leases('hanging', new ManualClock())
    await using other = await leases('other')
    const guild = newGuild()
    await hanging.claim(guild)
    const child = Bun.spawn(
      [process.execPath, `${import.meta.dir}/hanging-process.ts`, url, guild],
      {
        stdout: 'pipe',
        stderr: 'inherit',
      },
    )
    try {
      await child.stdout.getReader().read()
      await notSeen('hanging')
      // It hangs for good; a query may take ten seconds.
      expect(await other.claim(guild)).toEqual({ fence: 2 })
    } finally {
      child.kill('SIGKILL')
    }
  }, 20_000)

  test('each looks for servers that no process plays in, and doesn’t see the other’s', async () => {
    await using a = await leases('a')
    const players = new PlayerRepo(database)
    const [orphan, played] = [newGuild(), newGuild()]
    for (const guild of [orphan, played]) {
      const snapshot = { ...idlePlayer(guild), voiceChannel: lounge }
      await players.save([{ snapshot, fence: 0 }])
    }
    await a.claim(played)
    expect(await players.restorable('b')).toContain(orphan)
    expect(await players.restorable('b')).not.toContain(played)
    expect(await players.restorable('a')).toContain(played)
    await database.raw((sql) => sql`delete from segue.process where id = 'a'`)
    expect(await players.restorable('b')).toContain(played)
  })

  test('one claims thousands of servers in a few statements', async () => {
    let statements = 0
    const counted = await Database.open({
      ...{ url, dataDir: '/nowhere', log: quietLog },
      answered: () => void statements++,
    })
    const options = { database: counted, processId: 'many', settledAfterMs: 0 }
    {
      await using many = await PostgresLeases.open(options)
      const guilds = Array.from({ length: 2_500 }, newGuild)
      const before = statements
      const claims = await Promise.all([...guilds, ...guilds].map((guild) => many.claim(guild)))
      expect(claims).toEqual([...guilds, ...guilds].map(() => ({ fence: 1 })))
      expect(statements - before).toBe(3)
    }
    await counted[Symbol.asyncDispose]()
  })
})

describe('after the database was away', () => {
  test('nobody takes what belongs to another for fifteen seconds, and then it is free', async () => {
    const clock = new ManualClock()
    await using gone = await leases('gone', new ManualClock())
    await using waiting = await leases('waiting', clock, GRACE_MS)
    const guild = newGuild()
    await gone.claim(guild)
    await server.halt()
    expect(await failureOf(waiting.claim(guild))).toMatchObject({ code: 'database-away' })
    await waiting.check()
    clock.advance(SILENCE_MS)
    await server.resume()
    await waiting.check()
    await notSeen('gone')
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
  })

  test('a process that starts with the database waits as well', async () => {
    await using gone = await leases('gone', new ManualClock())
    const guild = newGuild()
    await gone.claim(guild)
    await notSeen('gone')
    await using early = await leases('early', systemClock, 60 * 60 * 1000)
    expect(await early.claim(guild)).toBeNull()
    expect(await early.claim(newGuild())).toEqual({ fence: 1 })
  })

  test('a process that starts leaves the others the time to be seen', async () => {
    await using gone = await leases('gone', new ManualClock())
    const guild = newGuild()
    await gone.claim(guild)
    await notSeen('gone')
    const clock = new ManualClock()
    await using early = await leases('early', clock, 0, 4_000)
    for (let passed = 0; passed < 4_000; passed += BEAT_MS) {
      expect(await early.claim(guild)).toBeNull()
      clock.advance(BEAT_MS)
      await early.check()
    }
    expect(await early.claim(guild)).toEqual({ fence: 2 })
  })

  test('a process that isn’t seen takes nothing', async () => {
    const clock = new ManualClock()
    await using unseen = await leases('unseen', clock)
    await server.halt()
    clock.advance(60_000)
    await unseen.check()
    await server.resume()
    const guild = newGuild()
    expect(await failureOf(unseen.claim(guild))).toMatchObject({ code: 'database-away' })
    await unseen.check()
    expect(await unseen.claim(guild)).toEqual({ fence: 1 })
  })

  test('each goes on with what it had, and what it gave back meanwhile is free', async () => {
    const clock = new ManualClock()
    await using a = await leases('a', clock, GRACE_MS)
    const [kept, given] = [newGuild(), newGuild()]
    await a.claim(kept)
    await a.claim(given)
    await server.halt()
    expect(await a.claim(kept)).toEqual({ fence: 1 })
    await a.release(given)
    clock.advance(60_000)
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
  clock: Clock = systemClock,
  graceMs = 0,
  settledAfterMs = 0,
): Promise<PostgresLeases> {
  return await PostgresLeases.open({ database, processId, clock, graceMs, settledAfterMs })
}

/** PostgreSQL doesn't report that a process wasn't seen, so this asks until the server is free, for at most half a minute. */
async function claimed(by: PostgresLeases, guild: GuildId) {
  let lease = await by.claim(guild)
  await until(async () => {
    lease ??= await by.claim(guild)
    return lease !== null
  }, 'a lease')
  return lease
}

/** As if its last beat had been long ago. */
async function notSeen(processId: string): Promise<void> {
  await database.raw(
    (sql) =>
      sql`update segue.process set seen_at = seen_at - interval '1 minute' where id = ${processId}`,
  )
}

let guilds = 0

function newGuild(): GuildId {
  return guildId(String(1 + guilds++))
}
