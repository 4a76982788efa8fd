import { expect, setDefaultTimeout, test } from 'bun:test'
import { Outage } from './database-away.ts'

setDefaultTimeout(40_000)

test('told to stop while its database hangs, it leaves its channels and ends in time', async () => {
  await using outage = await Outage.prepare()
  const { house, postgres, room } = outage
  postgres.freeze()
  await room.types('/volume', { percent: 20 })
  const began = performance.now()
  const code = await house.bot.stop()
  expect(performance.now() - began).toBeLessThan(10_000)
  expect(code).toBe(0)
  expect(house.logged('players were not stored')).toHaveLength(1)
  expect(room.guild.voiceChannelOf(house.discord.botUserId)).toBeNull()
})
