import { expect, setDefaultTimeout, test } from 'bun:test'
import { Outage } from './database-away.ts'

setDefaultTimeout(120_000)

const AWAY_MS = 5_000

test.concurrent('music plays on while PostgreSQL hangs, and then while it is not there, and all is stored after', async () => {
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

test.concurrent('told to stop while its database hangs, it leaves its channels and ends in time', async () => {
  await using outage = await Outage.prepare()
  const { house, postgres, room } = outage
  postgres.freeze()
  await room.types('/volume', { percent: 20 })
  const began = performance.now()
  const code = await house.bot.stop()
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(code).toBe(0)
  expect(house.logged('couldn’t store all players')).toHaveLength(1)
  expect(room.guild.voiceChannelOf(house.discord.botUserId)).toBeNull()
})
