import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readdir } from 'node:fs/promises'
import { guildId, newPlaylistId, userId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { exportToFile } from '../../src/db/export-file.ts'
import { HistoryRepo } from '../../src/db/history-repo.ts'
import { KeyRepo } from '../../src/db/key-repo.ts'
import { PostgresLeases } from '../../src/db/leases.ts'
import { ownMigrations } from '../../src/db/migrations.ts'
import { PlayerRepo } from '../../src/db/player-repo.ts'
import { PlaylistRepo } from '../../src/db/playlist-repo.ts'
import { RejectedMatchRepo } from '../../src/db/rejected-match-repo.ts'
import { SettingsRepo } from '../../src/db/settings-repo.ts'
import { exportAll, importAll, TransferError } from '../../src/db/transfer.ts'
import { defaultSettings } from '../../src/domain/settings.ts'
import { KeySocket } from '../../src/keys/key-socket.ts'
import { silentLog } from '../../src/observability/log.ts'
import { foundTrack, track } from '../domain/player/sample.ts'
import { runCommand } from '../support/command.ts'
import { emptyDataDir, newDataDir, quietLog } from '../support/embedded-database.ts'
import { failureOf } from '../support/failure.ts'
import { idlePlayer } from '../support/idle-player.ts'
import { sharedPostgres } from '../support/postgres-server.ts'

const TABLES = [
  ...['server_settings', 'player', 'queue_entry', 'set_aside', 'history', 'api_key'],
  ...['playlist', 'playlist_entry', 'playlist_share'],
  ...['played_track', 'queue_change', 'removed_track', 'rejected_match'],
]
const keep = { replace: false }
const replace = { replace: true }

const parts = new AsyncDisposableStack()
let embedded: Database
beforeAll(async () => {
  const { path } = parts.use(await newDataDir())
  embedded = parts.use(await Database.open({ url: null, dataDir: path, log: quietLog }))
  await fill(embedded)
}, 120_000)
afterAll(() => parts.disposeAsync())

test('everything goes from the embedded database to PostgreSQL and back, byte for byte', async () => {
  const postgres = await newPostgres()
  const there = await exported(embedded)
  expect(await importAll(postgres, lines(there), keep)).toEqual({
    server_settings: 1,
    settings_change: 0,
    player: 1_001,
    queue_entry: 2,
    played_track: 1,
    queue_change: 1,
    removed_track: 1,
    set_aside: 0,
    history: 1,
    rejected_match: 1,
    api_key: 2,
    playlist: 1,
    playlist_entry: 2,
    playlist_share: 0,
  })
  expect(await contentOf(postgres)).toEqual(await contentOf(embedded))
  expect((await new PlayerRepo(postgres).load(guildId('1')))?.snapshot).toEqual(played)

  const { path } = parts.use(await newDataDir())
  await using back = await Database.open({ url: null, dataDir: path, log: quietLog })
  await importAll(back, lines(await exported(postgres)), keep)
  expect(await contentOf(back)).toEqual(await contentOf(embedded))
  // What was brought in is a database like any other.
  await new SettingsRepo(back).save(guildId('5'), { ...defaultSettings, volume: 5 }, 0)
  await using leases = await PostgresLeases.open({ database: back, processId: 'a' })
  expect(await leases.claim(guildId('1'))).toEqual({ fence: 1 })
}, 120_000)

test('a file of the first version comes in with every entry of its queues', async () => {
  const postgres = await newPostgres()
  const queue = [track('b', { title: 'Ü “x” \\u0000' }), { ...track('c'), source: 'spotify' }]
  const row = {
    ...{ guild_id: '1', room_channel_id: '10', room_bitrate: 64_000, text_channel_id: null },
    ...{ current_track: track('a'), position_ms: 5, loop: 'off', volume: 100, paused: false },
    updated_at: '2026-01-01T00:00:00Z',
  }
  const file = [
    JSON.stringify({
      format: 'segue-export',
      version: 1,
      migrations: [ownMigrations[0]?.hash],
    }),
    JSON.stringify({ table: 'player', row: { ...row, queue } }),
    JSON.stringify({ table: 'player', row: { ...row, guild_id: '2', queue: 'odd' } }),
    JSON.stringify({ end: { server_settings: 0, player: 2, history: 0, api_key: 0 } }),
  ]
  await importAll(postgres, lines(file), keep)
  expect(await new PlayerRepo(postgres).load(guildId('1'))).toMatchObject({
    snapshot: { current: { track: track('a'), positionMs: 5 }, queue: [queue[0]] },
    unreadable: 1,
  })
  const aside = await postgres.raw(
    (sql) =>
      sql`select guild_id, content->>'queue' as queue from segue.set_aside where kind = 'player'`,
  )
  expect([...aside]).toEqual([{ guild_id: '2', queue: 'odd' }])
})

test('a database that holds something is refused unless it is said that this may go', async () => {
  const postgres = await newPostgres()
  await new SettingsRepo(postgres).save(guildId('9'), { ...defaultSettings, volume: 9 }, 0)
  const file = await exported(embedded)
  const before = await contentOf(postgres)
  const failure = await failureOf(importAll(postgres, lines(file), keep))
  expect(String(failure)).toContain('the database is not empty (server_settings has rows)')
  expect(await contentOf(postgres)).toEqual(before)
  await importAll(postgres, lines(file), replace)
  expect(await contentOf(postgres)).toEqual(await contentOf(embedded))
})

test('a database that a running process uses is refused', async () => {
  const postgres = await newPostgres()
  await using _leases = await PostgresLeases.open({ database: postgres, processId: 'a' })
  const failure = await failureOf(importAll(postgres, lines(await exported(embedded)), replace))
  expect(String(failure)).toContain('Segue is running on this database: stop it first')
})

test.each<[string, (file: string[]) => string[], string]>([
  ['is empty', () => [], 'isn’t an export from Segue'],
  ['is something else', () => ['{"a":1}'], 'isn’t an export from Segue'],
  ['isn’t JSON', () => ['PK\u0003\u0004'], 'line 1 isn’t JSON'],
  ['was cut off between lines', (file) => file.slice(0, 500), 'was cut off'],
  ['was cut off within a line', (file) => [...file.slice(0, 5), '{"tab'], 'line 6 isn’t JSON'],
  ['lacks a line', (file) => file.toSpliced(3, 1), 'it is damaged'],
  ['has a table too many', (file) => file.toSpliced(1, 0, row('pg_user')), 'line 2 isn’t a row'],
  ['has a row that no player is', (file) => file.toSpliced(1, 0, row('player')), 'doesn’t fit'],
  ['is of a newer version', ([, ...rest]) => [header(2, []), ...rest], 'has version 2'],
  ['has other migrations', ([, ...rest]) => [header(1, ['f00d']), ...rest], 'a newer Segue'],
])('a file that %s changes nothing, and says why', async (_what, damage, sentence) => {
  const file = damage((await exported(embedded)).filter((line) => line !== ''))
  const before = await contentOf(await target())
  const failure = await failureOf(importAll(await target(), lines(file), replace))
  expect(failure).toBeInstanceOf(TransferError)
  expect(String(failure)).toContain(sentence)
  expect(await contentOf(await target())).toEqual(before)
})

test('the commands write a file for its owner alone, and bring it back', async () => {
  const { path } = parts.use(await newDataDir())
  const url = await (await sharedPostgres()).createDatabase()
  const postgres = await Database.open({ url, dataDir: '/nowhere', log: quietLog })
  await new SettingsRepo(postgres).save(guildId('9'), { ...defaultSettings, volume: 9 }, 0)
  await postgres[Symbol.asyncDispose]()
  const file = `${path}/backup.jsonl`
  expect(await run(['export', file], { DATABASE_URL: url })).toEqual([
    0,
    'exported 1 server’s settings, 0 changes of settings, 0 players, 0 queue entries, 0 tracks that were played, 0 changes of queues, 0 tracks of changed queues, 0 entries set aside, 0 wrong matches, 0 tracks of the history, 0 playlists, 0 playlist entries, 0 shares of playlists, 0 API keys\n',
  ])
  expect((await Bun.file(file).stat()).mode & 0o777).toBe(0o600)
  const again = await run(['export', file], { DATABASE_URL: url })
  expect(again).toEqual([1, expect.stringContaining('say --force to replace it')])
  expect((await run(['export', '--force', file], { DATABASE_URL: url }))[0]).toBe(0)
  expect(await run(['import', file], { DATA_DIR: path })).toEqual([
    0,
    'imported 1 server’s settings, 0 changes of settings, 0 players, 0 queue entries, 0 tracks that were played, 0 changes of queues, 0 tracks of changed queues, 0 entries set aside, 0 wrong matches, 0 tracks of the history, 0 playlists, 0 playlist entries, 0 shares of playlists, 0 API keys\n',
  ])
  const [code, said] = await run(['import', file], { DATA_DIR: path })
  expect([code, said]).toEqual([1, expect.stringContaining('say --replace')])
  expect((await run(['import', '--replace', file], { DATA_DIR: path }))[0]).toBe(0)
  expect((await run(['export'], {}))[0]).toBe(2)
}, 120_000)

test('a bot that runs on the embedded database writes the file itself', async () => {
  const { path } = parts.use(await emptyDataDir())
  const house = {
    keys: new KeyRepo(embedded),
    exportTo: (file: string, force: boolean) => exportToFile(embedded, file, force),
  }
  await using _socket = await KeySocket.listen(path, house, silentLog)
  const file = `${path}/backup.jsonl`
  const [code, said] = await run(['export', file], { DATA_DIR: path })
  expect([code, said]).toEqual([0, expect.stringContaining('1001 players, ')])
  expect((await Bun.file(file).text()).split('\n')).toEqual(await exported(embedded))
  const refused = await run(['export', file], { DATA_DIR: path })
  expect(refused).toEqual([1, expect.stringContaining('say --force to replace it')])
})

test('a file that can’t be read or written is named, and no database is made for it', async () => {
  const { path } = parts.use(await emptyDataDir())
  const [dataDir, absent] = [`${path}/data`, `${path}/absent`]
  const imported = (file: string) => run(['import', file], { DATA_DIR: dataDir })
  expect(await imported(absent)).toEqual([1, `Segue: ${absent} doesn’t exist: check the path.\n`])
  expect(await imported(path)).toEqual([1, `Segue: ${path} is a folder: name a file in it.\n`])
  expect(await readdir(path)).toEqual([])
  const exporting = exportToFile(embedded, `${absent}/backup.jsonl`, false)
  await expect(exporting).rejects.toThrow(`there is no folder ${absent}: make it, or name another`)
})

test.each([
  [['export'], 'name a file.'],
  [['import', 'a', 'b'], 'name one file, not "a" and "b".'],
  [['import', '--force', 'a'], 'import doesn’t take "--force".'],
  [['export', '--replace', 'a'], 'export doesn’t take "--replace".'],
])('%p is refused by what is wrong with it, and the usage follows', async (args, sentence) => {
  const [code, said] = await run(args, {})
  expect(code).toBe(2)
  expect(said).toStartWith(`Segue: ${sentence}`)
  expect(said).toContain('usage: bun run export')
})

test('without a database, nothing is exported, and no database is made', async () => {
  const { path } = parts.use(await emptyDataDir())
  const said = await run(['export', `${path}/backup.jsonl`], { DATA_DIR: path })
  expect(said).toEqual([1, expect.stringContaining(`there is no database in ${path}`)])
  expect(await readdir(path)).toEqual([])
})

const played = {
  ...idlePlayer(guildId('1')),
  current: { track: track('a'), positionMs: 61_234.567_89 },
  queue: [
    track('b', { title: 'Ümläut “x” \\ " 😀\n' }),
    track('c', { live: true, durationMs: null }),
  ],
  past: {
    played: [track('x')],
    changes: [
      {
        ...{ by: 'clear' as const, behind: null, added: [], ended: null, began: null },
        stretch: [track('y').id],
      },
    ],
    removed: [track('y')],
  },
}

async function fill(database: Database): Promise<void> {
  const many = Array.from({ length: 1_000 }, (_, n) => idlePlayer(guildId(String(1_000 + n))))
  const snapshots = [played, ...many].map((snapshot) => ({ snapshot, fence: 1 }))
  for (let first = 0; first < snapshots.length; first += 50)
    await new PlayerRepo(database).save(snapshots.slice(first, first + 50))
  await new SettingsRepo(database).save(guildId('1'), { ...defaultSettings, volume: 12 }, 0)
  await new HistoryRepo(database).record([
    {
      guildId: guildId('1'),
      track: track('a', { album: 'A' }),
      startedAt: new Date('2026-01-01T00:00:00.123Z'),
      endedAt: new Date('2026-01-01T00:03:00.456Z'),
      outcome: 'skipped',
    },
  ])
  await new RejectedMatchRepo(database).add(guildId('1'), 'some words', foundTrack('a'))
  const lists = new PlaylistRepo(database)
  const owner = { kind: 'user', id: userId('7') } as const
  const list = {
    id: newPlaylistId(),
    owner,
    name: 'Road “x”',
    link: null,
    createdBy: owner.id,
    isArriving: false,
  }
  await lists.create(list, [foundTrack('a'), foundTrack('b')])
  const keys = new KeyRepo(database)
  const key = { serverId: null, scopes: ['a', 'b,"c"'], createdAt: new Date('2026-01-01') }
  for (const id of ['k1', 'k2'])
    await keys.create({ ...key, id, hash: crypto.getRandomValues(new Uint8Array(32)) })
  await keys.revoke('k2', new Date('2026-01-02'))
}

async function newPostgres(): Promise<Database> {
  const url = await (await sharedPostgres()).createDatabase()
  return parts.use(await Database.open({ url, dataDir: '/nowhere', log: quietLog }))
}

let ruined: Promise<Database> | null = null

/** A database with something in it, which damaged files do not get into. */
function target(): Promise<Database> {
  ruined ??= newPostgres().then(async (database) => {
    await new SettingsRepo(database).save(guildId('9'), { ...defaultSettings, volume: 9 }, 0)
    return database
  })
  return ruined
}

async function contentOf(database: Database): Promise<Record<string, unknown>> {
  const content: Record<string, unknown> = {}
  for (const table of TABLES) {
    const rows = await database.raw((sql) =>
      sql.unsafe<{ row: string }[]>(`select t::text as row from segue.${table} t order by 1`),
    )
    content[table] = rows.map(({ row: text }) => text)
  }
  return content
}

async function exported(database: Database): Promise<string[]> {
  let text = ''
  await exportAll(database, (piece) => {
    text += piece
  })
  return text.split('\n')
}

async function* lines(file: readonly string[]): AsyncGenerator<string> {
  yield* file
}

function row(table: string): string {
  return JSON.stringify({ table, row: { guild_id: '1', queue: 'x' } })
}

function header(version: number, migrations: readonly string[]): string {
  return JSON.stringify({ format: 'segue-export', version, migrations })
}

/** Exit code and what was said. */
async function run(args: string[], env: Record<string, string>): Promise<[number, string]> {
  const { code, out, err } = await runCommand('src/transfer.ts', args, env)
  return [code, out + err]
}
