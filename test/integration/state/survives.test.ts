import { expect, setDefaultTimeout, test } from 'bun:test'
import type { DatabaseKind } from '../../support/database-of-run.ts'
import { sharedPostgres } from '../../support/postgres-server.ts'
import { House } from '../house.ts'
import { brokenOff, expectBack, noted, playingRooms } from './playing-rooms.ts'

setDefaultTimeout(120_000)

const SOUND_ON_ITS_WAY_MS = 100
/** Longer than a position may be off, so that it has to have been stored while music played. */
const PLAYED_MS = 6_000

test.concurrent('five servers go on after a kill −9, as they were and where they were', async () => {
  await goOnAfterACrash('embedded', Promise.resolve())
})

test.concurrent('so they do with a real PostgreSQL', async () => {
  const postgres = await sharedPostgres()
  await goOnAfterACrash('server', postgres.settled())
})

/** The crash comes when the database is settled, and every server has played for a while since its last change. */
async function goOnAfterACrash(database: DatabaseKind, settled: Promise<void>): Promise<void> {
  await using house = await House.start({}, { database })
  const notes = await Promise.all((await playingRooms(house)).map(noted))
  await Promise.all([settled, Bun.sleep(PLAYED_MS)])
  await house.crash()
  await Bun.sleep(SOUND_ON_ITS_WAY_MS)
  const before = notes.map(brokenOff)
  await house.startAgain()
  await Promise.all(before.map((each) => expectBack(each)))
  for (const { room } of before) expect(room.read.some(isTrouble)).toBe(false)
  expect(house.logged('player restored')).toHaveLength(5)
}

const isTrouble = (text: string): boolean => /kept|went wrong|cannot/.test(text)
