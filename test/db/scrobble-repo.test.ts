import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { type UserId, userId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { ErasureRepo } from '../../src/db/erasure-repo.ts'
import { ScrobbleRepo, WAITING_LIMIT } from '../../src/db/scrobble-repo.ts'
import { type Account, MOST_LISTENS, type PastListen } from '../../src/scrobbling/ports.ts'
import { newDataDir, quietLog } from '../support/embedded-database.ts'
import { sharedPostgres } from '../support/postgres-server.ts'

const parts = new AsyncDisposableStack()
afterAll(() => parts.disposeAsync())

const [ann, bob] = [userId('1'), userId('2')]
const account = (id: UserId, service: Account['service'] = 'lastfm', name = 'a'): Account => ({
  ...{ userId: id, service, name, token: new Uint8Array([1, 2, 3]) },
})
const minute = (n: number) => new Date(Date.UTC(2026, 4, 1, 12, n))
const listen = (title: string, at = minute(0)): PastListen => ({
  ...{ artist: 'Ann', title, album: null, durationMs: 60_000, at },
})

describe.each(['embedded', 'server'] as const)('listens on the %s database', (kind) => {
  let database: Database
  let repo: ScrobbleRepo
  beforeAll(async () => {
    const url = kind === 'server' ? await (await sharedPostgres()).createDatabase() : null
    const { path } = parts.use(await newDataDir())
    database = parts.use(await Database.open({ url, dataDir: path, log: quietLog }))
    repo = new ScrobbleRepo(database)
  }, 60_000)
  beforeEach(async () => {
    for (const id of [ann, bob]) await repo.unlink(id, null)
  })
  const taken = async (now = minute(0), heldUntil = minute(2)) => {
    const parcel = await repo.take('lastfm', now, heldUntil)
    return parcel && [parcel.userId, parcel.listens.map(({ title }) => title), parcel.tries]
  }

  test('an account is linked once a service, replaced by another one, and gone with what waits', async () => {
    await repo.link(account(ann))
    await repo.link(account(ann, 'listenbrainz', 'x'))
    await repo.link(account(ann, 'lastfm', 'b'))
    const known = await repo.accountsOf([ann, bob])
    expect(known.map(({ service, name }) => `${service} ${name}`).sort()).toEqual([
      ...['lastfm b', 'listenbrainz x'],
    ])
    expect(known[0]?.token).toEqual(new Uint8Array([1, 2, 3]))
    await repo.add(known, listen('Red'), minute(0))
    expect(await repo.linkedBy(ann)).toContainEqual({
      ...{ service: 'lastfm', name: 'b', isRefused: false, waiting: 1 },
    })
    expect(await repo.unlink(ann, 'lastfm')).toBe(true)
    expect(await repo.unlink(ann, 'lastfm')).toBe(false)
    expect(await taken()).toBeNull()
    expect((await repo.take('listenbrainz', minute(0), minute(2)))?.listens).toHaveLength(1)
    expect(await repo.accountsOf([])).toEqual([])
  })

  test('one member’s listens are taken together, oldest first, and nobody else gets them for a while', async () => {
    const all = [account(ann), account(bob)]
    for (const one of all) await repo.link(one)
    await repo.add([account(ann)], listen('Later', minute(5)), minute(0))
    await repo.add(all, listen('Red'), minute(0))
    expect(await taken()).toEqual([ann, ['Red', 'Later'], 0])
    expect(await taken()).toEqual([bob, ['Red'], 0])
    expect(await taken()).toBeNull()
    expect((await taken(minute(3), minute(9)))?.[2]).toBe(1)
  })

  test('two who take at once get different ones', async () => {
    for (const id of [ann, bob]) {
      await repo.link(account(id))
      await repo.add([account(id)], listen('Red'), minute(0))
    }
    const both = await Promise.all([taken(), taken()])
    const left = await taken()
    const whose = [...both, left].flatMap((one) => (one === null ? [] : [String(one[0])]))
    expect(whose.sort()).toEqual(['1', '2'])
  })

  test('what is done is gone, and the rest is due when it is said', async () => {
    await repo.link(account(ann))
    for (const title of ['Red', 'Blue']) await repo.add([account(ann)], listen(title), minute(0))
    const parcel = await repo.take('lastfm', minute(0), minute(2))
    const [first = '', second = ''] = parcel?.ids ?? []
    await repo.done([first])
    await repo.later([second], minute(30))
    expect(await taken(minute(29))).toBeNull()
    expect((await taken(minute(30), minute(40)))?.[1]).toHaveLength(1)
  })

  test('one parcel is bounded, and so is what waits for a member', async () => {
    await repo.link(account(ann))
    for (let n = 0; n < MOST_LISTENS + 1; n++)
      await repo.add([account(ann)], listen(`${n}`), minute(0))
    expect((await taken())?.[1]).toHaveLength(MOST_LISTENS)
    await database.raw(
      (sql) => sql`insert into segue.scrobble (id, user_id, service, listen, listened_at, due_at)
        select gen_random_uuid(), '1', 'lastfm', '{}', now(), now() from generate_series(1, ${WAITING_LIMIT})`,
    )
    const before = (await repo.linkedBy(ann))[0]?.waiting
    await repo.add([account(ann)], listen('one more'), minute(0))
    expect((await repo.linkedBy(ann))[0]?.waiting).toBe(before)
  })

  test('an account that is refused is known to its member alone, until it is linked anew', async () => {
    await repo.link(account(ann))
    await repo.add([account(ann)], listen('Red'), minute(0))
    await repo.refuse(account(ann))
    expect(await repo.accountsOf([ann])).toEqual([])
    expect(await repo.linkedBy(ann)).toEqual([
      { service: 'lastfm', name: 'a', isRefused: true, waiting: 0 },
    ])
    await repo.link(account(ann))
    expect(await repo.accountsOf([ann])).toHaveLength(1)
  })

  test('what is too old is forgotten; what a member deletes is gone', async () => {
    for (const id of [ann, bob]) await repo.link(account(id))
    await repo.add([account(bob)], listen('Red', minute(10)), minute(0))
    await repo.add([account(ann), account(bob)], listen('Old', minute(1)), minute(0))
    expect(await repo.forgetBefore(minute(5))).toBe(2)
    await new ErasureRepo(database).member(bob, userId('99'))
    expect(await repo.linkedBy(bob)).toEqual([])
    expect(await taken()).toBeNull()
    expect(await repo.linkedBy(ann)).toHaveLength(1)
  })
})
