import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../discord/until.ts'
import { PageSite } from '../page-site.ts'
import type { Room } from '../room.ts'

setDefaultTimeout(120_000)

const SONGS = 260
const FIRST_PAGE = 100
/** Rows of a file, and how many of them are stored before the database takes its time. */
const ROWS = 10_000
const STORED = 1_000
const LOOKS = 50

/** A list of songs, whose later pages wait for a word of the test. */
const YTDLP = (folder: string) => `site = page.split('/list')[0]
items = next(arg for arg in sys.argv if arg.startswith('--playlist-items='))
first, last = (int(place) for place in items.split('=')[1].split(':'))
if first > 1:
    open('${folder}/asked', 'w')
    while not os.path.exists('${folder}/go'): time.sleep(0.02)
song = lambda place: {'_type': 'url', 'title': f'Song {place}', 'url': f'{site}/page/{place}', 'playlist_index': place}
songs = [song(place) for place in range(first, min(last, ${SONGS}) + 1)]
print(json.dumps({'_type': 'playlist', 'playlist_count': ${SONGS}, 'entries': songs}))
`

/** Holds up whoever writes once so many entries are stored, until the process or the trigger is gone. */
const STALL = `
  create function segue.stall() returns trigger language plpgsql as $$ begin
    if (select count(*) from segue.playlist_entry) >= ${STORED} then perform pg_sleep(60); end if;
    return null;
  end $$;
  create trigger stall before insert on segue.playlist_entry for each statement execute function segue.stall()`
const GO_ON = `
  select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and query like '%playlist_entry%' and pid <> pg_backend_pid();
  drop trigger stall on segue.playlist_entry`

let site: PageSite
beforeAll(async () => {
  site = await PageSite.start('Alpha', YTDLP)
})
afterAll(() => site[Symbol.asyncDispose]())

/** Once it's heard again after a crash, the bot answers there. */
async function playing(): Promise<Room> {
  const room = await site.house.room()
  await room.plays('Alpha')
  await room.types('/loop', { mode: 'track' })
  await site.house.stores(room, ({ loop }) => loop === 'track')
  return room
}

const inDatabase = (statements: string) =>
  site.house.inDatabase((database) => database.raw((sql) => sql.unsafe(statements).simple()))

/** Looks a few times before it opens the database anew: what's held is given up after two seconds. */
const isHeld = () =>
  site.house.inDatabase(async (database) => {
    const count = 'select count(*)::int as n from segue.playlist_entry'
    for (let look = 0; look < LOOKS; look++) {
      const [row] = await database.raw((sql) => sql.unsafe<{ n: number }[]>(count))
      if (row?.n === STORED) return true
    }
    return false
  })

const shown = (room: Room, name: string) => room.types('/playlist show', name)

test('a kill −9 while a link is imported keeps what has come, the list says so, and an update brings the rest', async () => {
  const room = await playing()
  const link = site.page('list')
  await room.alice.types('/playlist import', { link, name: 'Linked' }, { in: room.text })
  await until(() => existsSync(join(site.folder, 'asked')), 'the second page to be asked for')
  expect(await shown(room, 'Linked')).toContain('its import is under way, or was broken off')
  await site.house.crash()
  await Bun.write(join(site.folder, 'go'), '')
  await site.house.startAgain()
  await room.hears('Alpha')

  const list = `**Linked** · ${FIRST_PAGE} tracks`
  expect(await room.types('/playlist list')).toBe(`Your playlists\n${list} (incomplete)`)
  expect(await shown(room, 'Linked')).toEndWith(
    'Not all of it is here: its import is under way, or was broken off. If no more comes, use /playlist update.',
  )
  const updated = await room.types('/playlist update', 'Linked')
  expect(updated).toBe(`Added ${SONGS - FIRST_PAGE} tracks from its link to **Linked**.`)
  expect(await room.types('/playlist list')).toBe(`Your playlists\n**Linked** · ${SONGS} tracks`)
  expect(await shown(room, 'Linked')).not.toContain('import')
})

test('a kill −9 while a file is imported keeps what is stored, and the list says that the rest is missing', async () => {
  const { house } = site
  const room = await playing()
  await house.bot.stop()
  await inDatabase('delete from segue.playlist')
  await inDatabase(STALL)
  await house.startAgain()
  const text = Array.from({ length: ROWS }, (_, row) => `Song ${row}`).join('\n')
  const file = { name: 'Huge.csv', bytes: new TextEncoder().encode(`title\n${text}\n`) }
  await room.alice.types('/playlist import', {}, { in: room.text, file })
  // Whoever writes holds up an embedded database, so that nobody can be asked.
  await until(isHeld, 'the first rows', 60_000)
  await house.crash()
  await inDatabase(GO_ON)
  await house.startAgain()
  await room.hears('Alpha')

  expect(await room.types('/playlist list')).toContain('**Huge** · 1,000 tracks (incomplete)')
  expect(await shown(room, 'Huge')).toEndWith(
    'If no more comes, delete it and import the file again.',
  )
  await room.types('/playlist delete', 'Huge')
  const made = 'Made the playlist **Huge** with 10,000 tracks.'
  expect(await room.types('/playlist import', {}, { file })).toBe(made)
  expect(await shown(room, 'Huge')).not.toContain('import')
})
