import { expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../../discord/until.ts'
import { Outage } from './database-away.ts'
import { brokenOff, expectBack, noted } from './playing-rooms.ts'

setDefaultTimeout(240_000)

const AWAY_MS = 60_000
/** For 15 s after the database was away, no process takes servers of another, dead or not. */
const TAKEN_WITHIN_MS = 25_000

test('a minute without PostgreSQL, hanging or gone, costs nothing, and a kill −9 after it neither', async () => {
  await using outage = await Outage.prepare()
  const { house, postgres, room } = outage
  postgres.freeze()
  await outage.livesThrough(AWAY_MS, [30, 40])
  postgres.unfreeze()
  await outage.isOver(40)

  await postgres.halt()
  await outage.livesThrough(AWAY_MS, [50, 60])
  await postgres.resume()
  await outage.isOver(60)

  // Away from where the loop restarts, so that positions can be compared.
  await room.types('/seek', '10')
  await Bun.sleep(1_000)
  const note = await noted({ room, track: 'Alpha' })
  await house.crash()
  await Bun.sleep(100)
  const before = brokenOff(note)
  await house.startAgain()
  await expectBack(before, TAKEN_WITHIN_MS)
  await until(() => house.logged('player restored').length === 1)
  expect(note.playing).toContain('volume 60 %')
})
