import { afterAll, beforeAll, expect, test } from 'bun:test'
import { systemClock } from '../../src/base/clock.ts'
import { guildId, userId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { PlaylistRepo } from '../../src/db/playlist-repo.ts'
import { idleState } from '../../src/domain/player/state.ts'
import { Playlists } from '../../src/playlists/playlists.ts'
import { foundTrack } from '../domain/player/sample.ts'
import { newDataDir, quietLog } from '../support/embedded-database.ts'
import { failureOf } from '../support/failure.ts'

const parts = new AsyncDisposableStack()
afterAll(() => parts.disposeAsync())

const tracks = (count: number, name = 'song') =>
  Array.from({ length: count }, (_, n) => foundTrack(`${name}${n}`))
const actor = {
  ...({ kind: 'member', userId: userId('7'), roleIds: [], permissions: [] } as const),
  ...{ voiceChannelId: null, textChannelId: null },
}
const asker = { actor, state: idleState, guildId: guildId('1') }

let database: Database
let lists: Playlists
beforeAll(async () => {
  const { path } = parts.use(await newDataDir())
  database = parts.use(await Database.open({ url: null, dataDir: path, log: quietLog }))
  const files = { read: () => Promise.reject(new Error('nobody reads a file')) }
  lists = new Playlists(new PlaylistRepo(database), systemClock, files)
}, 60_000)

const named = async (name: string) =>
  (await lists.visible(viewer)).find((list) => list.name === name)
const viewer = { userId: actor.userId, guildId: asker.guildId }

test('while ten thousand tracks are stored, whoever else wants the database gets their turn', async () => {
  let isOver = false
  const done = lists.create('Huge', 'own', asker, { tracks: tracks(10_000) }).finally(() => {
    isOver = true
  })
  let turns = 0
  for (; !isOver; turns++) await database.raw((sql) => sql`select 1`)
  await done
  expect(turns).toBeGreaterThan(30)
  expect(await named('Huge')).toMatchObject({ count: 10_000, isArriving: false })
})

test('of more than fits, nothing is stored', async () => {
  const list = await lists.create('Small', 'own', asker, { tracks: tracks(9_000) })
  expect(await failureOf(lists.add(list, tracks(1_001, 'more'), asker))).toMatchObject({
    code: 'playlist-full',
  })
  expect(await named('Small')).toMatchObject({ count: 9_000 })
  expect(
    await failureOf(lists.create('Over', 'own', asker, { tracks: tracks(10_001) })),
  ).toMatchObject({
    code: 'playlist-full',
  })
  expect(await named('Over')).toBeUndefined()
  await lists.add(list, tracks(1_000, 'more'), asker)
  expect(await named('Small')).toMatchObject({ count: 10_000 })
})

test('of a list that the database refuses halfway, nothing stays', async () => {
  await database.raw((sql) =>
    sql
      .unsafe(`
    create function segue.refuse() returns trigger language plpgsql as $$ begin
      if (select entries from segue.playlist where name = 'Half') >= 1000 then raise 'no'; end if;
      return null;
    end $$;
    create trigger refuse before insert on segue.playlist_entry for each statement execute function segue.refuse()`)
      .simple(),
  )
  const made = lists.create('Half', 'own', asker, { tracks: tracks(2_000) })
  expect(await failureOf(made)).toBeInstanceOf(Error)
  expect(await named('Half')).toBeUndefined()
})
