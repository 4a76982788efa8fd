import { expect, setDefaultTimeout, test } from 'bun:test'
import { PostgresServer } from '../../support/postgres-server.ts'
import { House } from '../house.ts'
import { brokenOff, expectBack, noted, playingRooms } from './playing-rooms.ts'

setDefaultTimeout(120_000)

const SOUND_ON_ITS_WAY_MS = 100
/** Longer than a position may be off, so that it has to have been stored while music played. */
const PLAYED_MS = 6_000
/** A server that was started less than this ago counts as one that was away. */
const SETTLED_MS = 15_500

test.concurrent('five servers go on after a kill −9, as they were and where they were', async () => {
  await goOnAfterACrash({}, performance.now() + PLAYED_MS)
})

test.concurrent('so they do with a real PostgreSQL', async () => {
  await using postgres = await PostgresServer.start()
  const settled = performance.now() + SETTLED_MS
  await goOnAfterACrash({ DATABASE_URL: await postgres.createDatabase() }, settled)
})

/** The crash comes at `notBeforeMs`, or when every server has played for a while since its last change. */
async function goOnAfterACrash(
  environment: Record<string, string>,
  notBeforeMs: number,
): Promise<void> {
  await using house = await House.start(environment)
  const notes = await Promise.all((await playingRooms(house)).map(noted))
  await Bun.sleep(Math.max(PLAYED_MS, notBeforeMs - performance.now()))
  await house.crash()
  await Bun.sleep(SOUND_ON_ITS_WAY_MS)
  const before = notes.map(brokenOff)
  await house.startAgain()
  await Promise.all(before.map((each) => expectBack(each)))
  for (const { room } of before) expect(room.read.some(isTrouble)).toBe(false)
  expect(house.logged('player restored')).toHaveLength(5)
}

const isTrouble = (text: string): boolean => /kept|went wrong|cannot/.test(text)
