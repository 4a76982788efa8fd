import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { guildId, newPlaylistId, type PlaylistId, userId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { PlaylistRepo } from '../../src/db/playlist-repo.ts'
import { FAVORITES, PLAYLIST_LIMITS } from '../../src/domain/playlist.ts'
import { seededRandom } from '../../src/domain/random.ts'
import { foundTrack } from '../domain/player/sample.ts'
import { newDataDir, quietLog } from '../support/embedded-database.ts'
import { failureOf } from '../support/failure.ts'
import { sharedPostgres } from '../support/postgres-server.ts'

const parts = new AsyncDisposableStack()
afterAll(() => parts.disposeAsync())

const tracks = (names: string) => names.split(' ').map((name) => foundTrack(name))
const viewer = (id: string) => ({ userId: userId(id), guildId: guildId('1') })

describe.each(['embedded', 'server'] as const)('playlists on the %s database', (kind) => {
  let database: Database
  let repo: PlaylistRepo
  let owners = 0
  beforeAll(async () => {
    const url = kind === 'server' ? await (await sharedPostgres()).createDatabase() : null
    const { path } = parts.use(await newDataDir())
    database = parts.use(await Database.open({ url, dataDir: path, log: quietLog }))
    repo = new PlaylistRepo(database)
  }, 60_000)

  /** A list of an owner who has no other, with these tracks. */
  async function newList(names: string, owner = String(100 + owners++), name = 'x') {
    const list = {
      ...{ id: newPlaylistId(), owner: { kind: 'user', id: userId(owner) } as const, name },
      ...{ link: null, createdBy: userId(owner), isArriving: false },
    }
    await repo.create(list, names === '' ? [] : tracks(names))
    return { ...list, seenBy: viewer(owner) }
  }

  const order = async (id: PlaylistId) => {
    const all = await repo.stretch(id, 0, 100)
    return all.map(({ track }) => track?.title).join(' ')
  }

  test('stay in order whatever is moved where, also when there is no room between two entries', async () => {
    const { id } = await newList('a b c d e f')
    const model = 'abcdef'.split('')
    const random = seededRandom(7)
    const between = (count: number) => Math.floor(random() * count)
    for (let turn = 0; turn < 60; turn++) {
      // The first half always to the same place, which halves the room there each time.
      const [from, to] = turn < 30 ? [6, 2] : [between(6) + 1, between(6) + 1]
      await repo.move(id, from, to)
      model.splice(to - 1, 0, ...model.splice(from - 1, 1))
      expect(await order(id)).toBe(model.join(' '))
    }
    expect(await failureOf(repo.move(id, 1, 7))).toMatchObject({ code: 'playlist-position' })
    expect(await failureOf(repo.move(id, 7, 1))).toMatchObject({ code: 'playlist-position' })
  })

  test('count what is in them, however many add and remove at once', async () => {
    const { id, seenBy } = await newList('a')
    const adding = Array.from({ length: 20 }, (_, n) => repo.append(id, tracks(`t${n} u${n}`)))
    await Promise.all([...adding, repo.remove(id, 1, 1), repo.removeKey(id, 'local:t3.flac')])
    const [stored] = await database.raw(
      (sql) => sql<{ count: number }[]>`
        select count(*)::integer as count from segue.playlist_entry where playlist_id = ${id}`,
    )
    expect((await repo.byId(id, seenBy))?.count).toBe(stored?.count ?? -1)
    await repo.append(id, tracks('t1 t1 new'), { unlessThere: true })
    expect((await order(id)).split(' ').filter((title) => title === 'new')).toHaveLength(1)
    await repo.append(id, tracks('t1 t1'))
    expect(await repo.dedupe(id)).toBeGreaterThan(0)
    const titles = (await order(id)).split(' ')
    expect(new Set(titles).size).toBe(titles.length)
    expect((await repo.byId(id, seenBy))?.count).toBe(titles.length)
  })

  test('take no more than one may hold, nor all of an owner’s together, and nothing of what is too much', async () => {
    const { id, seenBy } = await newList('a')
    const fill = (list: PlaylistId, entries: number) =>
      database.raw((sql) => sql`update segue.playlist set entries = ${entries} where id = ${list}`)
    await fill(id, PLAYLIST_LIMITS.entries - 1)
    expect(await failureOf(repo.append(id, tracks('b c')))).toMatchObject({ code: 'playlist-full' })
    expect(await order(id)).toBe('a')
    await repo.append(id, tracks('b'))
    const other = await newList('', seenBy.userId, 'other')
    await fill(id, PLAYLIST_LIMITS.entriesInAll - 1)
    const over = await failureOf(repo.append(other.id, tracks('b c')))
    expect(over).toMatchObject({ code: 'playlist-full' })
    await repo.append(other.id, tracks('b'))
    expect(await order(other.id)).toBe('b')
  })

  test('are so many of one owner and no more, favourites not counted', async () => {
    const owner = String(100 + owners++)
    for (let made = 0; made < PLAYLIST_LIMITS.playlists; made++)
      await newList('', owner, `list ${made}`)
    expect(await failureOf(newList('', owner, 'more'))).toMatchObject({ code: 'playlists-full' })
    await newList('a', owner, FAVORITES)
    expect(await repo.visible(viewer(owner))).toHaveLength(PLAYLIST_LIMITS.playlists)
  })

  test('are shared with so many and no more, and go with their shares', async () => {
    const { id } = await newList('a')
    for (let shared = 0; shared < PLAYLIST_LIMITS.shares; shared++)
      await repo.share(id, { kind: 'user', id: userId(String(9_000 + shared)) })
    const more = { kind: 'user', id: userId('9999') } as const
    expect(await failureOf(repo.share(id, more))).toMatchObject({ code: 'playlist-shares' })
    await repo.share(id, { kind: 'user', id: userId('9000') })
    expect(await repo.byId(id, viewer('9001'))).toMatchObject({ id, count: 1 })
    expect(await repo.byId(id, viewer('9999'))).toBeNull()
    await repo.delete(id)
    expect(await repo.visible(viewer('9001'))).toEqual([])
    expect(await failureOf(repo.append(id, tracks('a')))).toMatchObject({
      code: 'playlist-unknown',
    })
  })

  test('keep what this version can’t read, and every text that people type', async () => {
    const { id, seenBy } = await newList('a b', undefined, 'x\u0000\ud800; drop table y --')
    expect((await repo.byId(id, seenBy))?.name).toBe('x\ufffd\ufffd; drop table y --')
    await database.raw(
      (sql) => sql`
        update segue.playlist_entry set track = '{"version":99}'
        where playlist_id = ${id} and key = 'local:a.flac'`,
    )
    const all = await repo.stretch(id, 0, 10)
    expect(all.map(({ track }) => track?.title ?? null)).toEqual([null, 'b'])
    await repo.move(id, 1, 2)
    expect((await repo.entries(id, null, 10)).entries).toHaveLength(2)
  })
})
