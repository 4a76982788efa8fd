import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { Database } from '../../src/db/database.ts'
import { DatabaseStartError } from '../../src/db/database-error.ts'
import type { DatabaseLog } from '../../src/db/database-log.ts'
import { until } from '../discord/until.ts'
import { quietLog } from '../support/embedded-database.ts'
import { failureOf } from '../support/failure.ts'
import { PostgresServer } from '../support/postgres-server.ts'

/**
 * Long enough for a server that has just woken: the driver asks each new connection for its types,
 * and no error that can be caught says that this was cut off.
 */
const DEADLINE_MS = 2_000

let server: PostgresServer
let url: string
let database: Database
/** Of its queries, as its metrics are told. */
const outcomes: string[] = []
beforeAll(async () => {
  server = await PostgresServer.start()
  url = await server.createDatabase()
  database = await Database.open({
    url,
    dataDir: '/nowhere',
    log: quietLog,
    deadlineMs: DEADLINE_MS,
    answered: (outcome) => void outcomes.push(outcome),
  })
}, 120_000)
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await server[Symbol.asyncDispose]()
})

describe('a PostgreSQL that is away', () => {
  test('fails queries with a code, and answers again when it is back', async () => {
    await server.halt()
    expect(await failureOf(one())).toMatchObject({ code: 'database-away', temporary: true })
    expect(await failureOf(database.ping(AbortSignal.timeout(1_000)))).toBeInstanceOf(Error)
    await server.resume()
    expect(await answered()).toBe(1)
  })

  test('that hangs fails queries in time, and answers again when it goes on', async () => {
    outcomes.length = 0
    server.freeze()
    // Those asked later are dropped with the connections on which the first one hung.
    const failures = await Promise.all(
      Array.from({ length: 8 }, (_, place) => Bun.sleep(place * 5).then(() => failureOf(one()))),
    )
    for (const failure of failures) expect(failure).toMatchObject({ code: 'database-slow' })
    expect(await failureOf(one())).toMatchObject({ code: 'database-slow' })
    server.unfreeze()
    expect(await answered()).toBe(1)
    expect(outcomes.filter((outcome) => outcome === 'database-slow')).toHaveLength(9)
    expect(outcomes.at(-1)).toBe('ok')
  })
})

describe('a start', () => {
  test('waits for a PostgreSQL that is still starting, and says so once', async () => {
    await server.halt()
    const said: string[] = []
    const log: DatabaseLog = { info: (line) => said.push(line), warn: (line) => said.push(line) }
    const opening = Database.open({ url, dataDir: '/nowhere', log })
    await Bun.sleep(600)
    await server.resume()
    await (await opening)[Symbol.asyncDispose]()
    expect(said).toEqual(['waiting for the database'])
  })

  test('without a PostgreSQL ends with a sentence that holds no password', async () => {
    const secret = 'postgres://bot:hunter2@127.0.0.1:1/segue'
    const failure = await refusal(secret)
    expect(failure).toBeInstanceOf(DatabaseStartError)
    expect(String(failure)).toContain('the database does not answer')
    expect(String(failure)).toContain('correct DATABASE_URL')
    expect(String(failure)).not.toContain('hunter2')
  })

  test('on a database that is not there says which remedy there is', async () => {
    const failure = await refusal(url.replace(/\/\w+$/, '/absent'))
    expect(String(failure)).toContain('has no database of that name: create it')
  })

  test('as a user who may not make tables says so', async () => {
    await database.raw((sql) => sql`create role guest login`)
    const empty = await server.createDatabase()
    const failure = await refusal(empty.replace('bot@', 'guest@'))
    expect(String(failure)).toContain('grant CREATE on the database')
  })
})

async function one(): Promise<number | undefined> {
  const [row] = await database.raw((sql) => sql<{ one: number }[]>`select 1 as one`)
  return row?.one
}

/** The answer of the first query that is answered, within half a minute. */
async function answered(): Promise<number | undefined> {
  let answer: number | undefined
  let last: unknown
  const isThere = async () => {
    try {
      answer = await one()
      return true
    } catch (error) {
      last = error
      return false
    }
  }
  await until(isThere, () => String(last))
  return answer
}

async function refusal(address: string): Promise<unknown> {
  return await failureOf(
    Database.open({ url: address, dataDir: '/nowhere', log: quietLog, startWithinMs: 0 }),
  )
}
