import { expect, test } from 'bun:test'
import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { SERVER_TABLES } from '../../src/db/erasure-repo.ts'
import * as schema from '../../src/db/schema.ts'
import type { KeptThing } from '../../src/domain/privacy.ts'

/** What people are told that each table keeps; null: nothing of any server or member. */
const KEPT: Readonly<Record<string, KeptThing | null>> = {
  server_settings: 'settings',
  settings_change: 'changes',
  player: 'queue',
  queue_entry: 'queue',
  played_track: 'past',
  queue_change: 'past',
  removed_track: 'past',
  rejected_match: 'past',
  opening: 'queue',
  card: 'queue',
  voice_status: 'queue',
  scrobble: 'scrobbles',
  scrobble_account: 'scrobbles',
  playlist: 'playlists',
  playlist_entry: 'playlists',
  playlist_share: 'playlists',
  set_aside: 'unreadable',
  history: 'history',
  api_key: 'keys',
  // The server's id alone, so that a process that lost the server never writes again.
  player_lease: null,
  process: null,
  // The server's id and when the bot left.
  left_server: null,
}
/**
 * Those that stay when a server's data are deleted: keys are the host's, and a channel's own status
 * is put back, and forgotten then, when the bot leaves, which it does at once.
 */
const STAY = ['api_key', 'player_lease', 'voice_status', 'left_server']

const tables = (Object.values(schema) as readonly unknown[]).filter((value) => is(value, PgTable))

test('people are told of every table that keeps something of them', () => {
  expect(tables.map((table) => getTableConfig(table).name).sort()).toEqual(Object.keys(KEPT).sort())
})

test('every table with a server in it is emptied of that server, but for what stays', () => {
  const ofServers = tables
    .map((table) => getTableConfig(table))
    .filter(({ columns }) => columns.some(({ name }) => name === 'guild_id'))
    .map(({ name }) => name)
  const deleted = SERVER_TABLES.map((table) => getTableConfig(table).name)
  expect([...deleted, ...STAY].sort()).toEqual(ofServers.sort())
})
