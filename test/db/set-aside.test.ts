import { expect, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { PlayerRepo } from '../../src/db/player-repo.ts'
import { storedTrack } from '../../src/db/stored-track.ts'
import { track } from '../domain/player/sample.ts'
import { runCommand } from '../support/command.ts'
import { newDataDir, quietLog } from '../support/embedded-database.ts'

const command = (dataDir: string, ...args: string[]) =>
  runCommand('src/set-aside.ts', args, { DATA_DIR: dataDir })

test('what was set aside is listed, comes back once it can be read, and goes when it is dropped', async () => {
  await using dir = await newDataDir()
  const ids: Record<string, string> = {}
  {
    await using database = await Database.open({ url: null, dataDir: dir.path, log: quietLog })
    const good = JSON.stringify(storedTrack(track('back')))
    const row = {
      ...{ guild_id: '7', volume: 35, loop: 'queue', paused: false, position_ms: 0 },
      updated_at: '2026-11-05T09:02:03Z',
    }
    const refused = { guild_id: '9', volume: 900, loop: 'off', paused: false }
    const broken = { ...row, guild_id: '8', room_channel_id: 'x', room_bitrate: 64_000 }
    const rows = await database.raw(
      (sql) => sql<{ id: string; reason: string }[]>`
        insert into segue.set_aside (guild_id, kind, content, reason) values
          ('7', 'track', ${good}::text::json, 'good'), ('7', 'track', '{"version":99}', 'newer'),
          ('7', 'player', ${JSON.stringify(row)}::text::json, 'player'),
          ('9', 'player', ${JSON.stringify(refused)}::text::json, 'refused'),
          ('8', 'player', ${JSON.stringify(broken)}::text::json, 'broken')
        returning id, reason`,
    )
    for (const { id, reason } of rows) ids[reason] = id
    // The embedded database is the bot's while it runs.
    expect(await command(dir.path, 'list')).toMatchObject({
      code: 1,
      err: expect.stringContaining('stop that one first'),
    })
  }
  const listed = await command(dir.path, 'list')
  expect(listed.code).toBe(0)
  expect(listed.out.split('\n')).toHaveLength(6)
  expect(listed.out).toMatch(/server 7 {2}track "back": good\n/)

  const restored = await command(dir.path, 'restore', '--all')
  expect(restored).toMatchObject({ code: 1, err: '' })
  expect(restored.out).toContain(`${ids.good}  restored\n`)
  expect(restored.out).toContain(`${ids.player}  restored\n`)
  expect(restored.out).toContain(`${ids.newer}  not restored: this version can’t read it (`)
  expect(restored.out).toContain(`${ids.broken}  not restored: this version can’t read it (`)

  expect(restored.out).toContain(`${ids.refused}  not restored: database-refused: `)

  const absent = crypto.randomUUID()
  const left = [ids.newer, ids.broken, ids.refused, 'none', absent].map(String)
  expect(await command(dir.path, 'drop', ...left)).toMatchObject({
    code: 1,
    out: [
      ...left.slice(0, 3).map((id) => `${id}  dropped\n`),
      'none  not dropped: that isn’t an ID; “list” shows them\n',
      `${absent}  not dropped: there is no such entry\n`,
    ].join(''),
  })
  expect((await command(dir.path, 'list')).out).toBe('nothing is set aside\n')

  await using database = await Database.open({ url: null, dataDir: dir.path, log: quietLog })
  expect(await new PlayerRepo(database).load(guildId('7'))).toMatchObject({
    snapshot: { volume: 35, loop: 'queue', queue: [track('back')] },
    unreadable: 0,
  })
}, 120_000)

test('however many there are, all of them are listed', async () => {
  await using dir = await newDataDir()
  {
    await using database = await Database.open({ url: null, dataDir: dir.path, log: quietLog })
    await database.raw(
      (sql) => sql`
        insert into segue.set_aside (guild_id, kind, content, reason, set_aside_at)
        select '7', 'track', '{}', 'entry ' || n, to_timestamp(n) from generate_series(1, 1001) n`,
    )
  }
  const lines = (await command(dir.path, 'list')).out.trimEnd().split('\n')
  expect(lines.map((line) => line.replace(/.*: /, ''))).toEqual(
    Array.from({ length: 1001 }, (_, index) => `entry ${index + 1}`),
  )
}, 120_000)

test.each([
  [[], 'say what to do: list, restore or drop.'],
  [['list', 'x'], '“list” takes nothing more.'],
  [['restore'], 'say which entries: their IDs, or --all.'],
  [['drop', '--all'], 'say which entries, by their IDs.'],
  [['frobnicate', 'x'], 'say what to do: list, restore or drop.'],
])('bun run set-aside %p is refused by what is wrong with it', async (args, sentence) => {
  const { code, err } = await command('/nonexistent', ...args)
  const [fault, , usage] = err.split('\n')
  expect([code, fault, usage]).toEqual([2, `Segue: ${sentence}`, 'usage: bun run set-aside list'])
})
