import { setDefaultTimeout, test } from 'bun:test'
import { Outage } from './database-away.ts'

setDefaultTimeout(60_000)

const AWAY_MS = 5_000

test('music plays on while PostgreSQL hangs, and then while it is not there, and all is stored after', async () => {
  await using outage = await Outage.prepare()
  outage.postgres.freeze()
  await outage.livesThrough(AWAY_MS, [30, 40])
  outage.postgres.unfreeze()
  await outage.isOver(40)

  await outage.postgres.halt()
  await outage.livesThrough(AWAY_MS, [50, 60])
  await outage.postgres.resume()
  await outage.isOver(60)
})
