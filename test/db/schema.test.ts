import { afterAll, beforeAll, expect, test } from 'bun:test'
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core'
import { Database } from '../../src/db/database.ts'
import {
  apiKey,
  card,
  history,
  leftServer,
  opening,
  playedTrack,
  player,
  playerLease,
  playlist,
  playlistEntry,
  playlistShare,
  process,
  queueChange,
  queueEntry,
  removedTrack,
  scrobble,
  scrobbleAccount,
  serverSettings,
  setAside,
  settingsChange,
  voiceStatus,
} from '../../src/db/schema.ts'
import { quietLog } from '../support/embedded-database.ts'
import { sharedPostgres } from '../support/postgres-server.ts'

let database: Database
beforeAll(async () => {
  const url = await (await sharedPostgres()).createDatabase()
  database = await Database.open({ url, dataDir: '/nowhere', log: quietLog })
}, 120_000)
afterAll(() => database[Symbol.asyncDispose]())

test.each([
  ['server_settings', serverSettings],
  ['settings_change', settingsChange],
  ['player', player],
  ['queue_entry', queueEntry],
  ['played_track', playedTrack],
  ['queue_change', queueChange],
  ['removed_track', removedTrack],
  ['set_aside', setAside],
  ['opening', opening],
  ['card', card],
  ['voice_status', voiceStatus],
  ['left_server', leftServer],
  ['player_lease', playerLease],
  ['process', process],
  ['history', history],
  ['playlist', playlist],
  ['playlist_entry', playlistEntry],
  ['playlist_share', playlistShare],
  ['scrobble', scrobble],
  ['scrobble_account', scrobbleAccount],
  ['api_key', apiKey],
] satisfies [string, PgTable][])(
  'the migrations make %s as the program sees it',
  async (name, table) => {
    const made = await database.raw(
      (sql) => sql<{ name: string; type: string; required: boolean }[]>`
      select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required
      from pg_attribute where attrelid = ${`segue.${name}`}::regclass and attnum > 0
        and not attisdropped`,
    )
    const seen = getTableConfig(table).columns.map((column) => ({
      name: column.name,
      type: column.getSQLType(),
      required: column.notNull,
    }))
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
    expect([...made].sort(byName)).toEqual(seen.sort(byName))
  },
)
