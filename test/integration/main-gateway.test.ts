import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../discord/until.ts'
import { House } from './house.ts'
import { expectRefusal } from './room.ts'

setDefaultTimeout(120_000)

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => house[Symbol.asyncDispose]())

const BACK = 'the main gateway is back with a new session'

const BREAKS = [
  ['is asked to reconnect', () => house.discord.gateway.askToReconnect()],
  ['loses its connection', () => house.discord.gateway.dropConnections()],
] as const
for (const [what, breakIt] of BREAKS) {
  test(`music plays on without a gap while the main gateway ${what} and resumes`, async () => {
    const room = await house.room()
    const { gateway, botUserId } = house.discord
    await room.plays('Alpha')
    const { resumed } = gateway.counts
    breakIt()
    await until(() => gateway.counts.resumed > resumed, 'a resumed session')
    await room.hears('Alpha')
    expect(room.alice.hears().missing(botUserId)).toBe(0)
    expect(await room.types('/pause')).toBe('Paused **Alpha**.')
  })
}

test('after a session that could not be resumed, the bot is back and goes on where it was', async () => {
  const room = await house.room()
  const resting = await house.room()
  await resting.types('/join')
  await room.plays('Alpha')
  await room.types('/play', 'bravo')
  await room.types('/seek', '20')
  await until(() => room.heard().positionS > 21.5, 'the position to be known')
  const { positionS } = room.heard()
  house.discord.gateway.invalidateSessions()
  await room.guild.whenBotIsIn(null)
  await room.guild.whenBotIsIn(room.lounge)
  const again = await room.hears('Alpha', 15_000)
  expect(again.positionS).toBeGreaterThan(positionS - 2)
  expect(again.positionS).toBeLessThan(positionS + 3)
  expect(await room.types('/queue')).toContain('`1` **Bravo**')
  await resting.guild.whenBotIsIn(resting.lounge)
  expect(resting.read).toHaveLength(1)
})

test('an interaction without what Discord may leave out is obeyed', async () => {
  const room = await house.room()
  house.discord.faults.gateway.sparseInteractions = true
  try {
    await room.plays('Alpha')
    expect(await room.types('/volume', { percent: 50 })).toBe('Volume: 50%')
  } finally {
    house.discord.faults.gateway.sparseInteractions = false
  }
})

test('a gateway that refuses connections for a while costs the log two lines, however often it is tried', async () => {
  const room = await house.room()
  const { gateway, faults } = house.discord
  const lines = () => ['lost the main gateway', BACK].map((message) => house.logged(message).length)
  const [lost = 0, back = 0] = lines()
  faults.gateway.refuseResume = true
  faults.gateway.refuseIdentify = 4000
  const { refused } = gateway.counts
  gateway.dropConnections()
  await until(() => gateway.counts.refused > refused + 1, 'two tries')
  faults.gateway.refuseResume = false
  faults.gateway.refuseIdentify = null
  await until(() => house.logged(BACK).length > back, 'the bot')
  expect(lines()).toEqual([lost + 1, back + 1])
  await room.plays('Alpha')
})

test('a server that is in an outage when the bot starts is told so, and served as soon as it is over', async () => {
  const dark = await house.room()
  const room = await house.room()
  dark.guild.becomesUnavailable()
  await house.restart()
  await expectRefusal(await dark.outcome('/play', 'alpha'), 'server-away')
  await room.plays('Bravo')
  dark.guild.recovers()
  await dark.plays('Alpha')
})

test('a command that is too old when Discord hands it over is left, and music plays on', async () => {
  const room = await house.room()
  const { faults } = house.discord
  await room.plays('Alpha')
  const late = 'an interaction came too late to be answered'
  const before = house.logged(late).length
  faults.gateway.interactionDelayMs = 3_500
  try {
    await expect(room.alice.types('/skip', {}, { in: room.text })).rejects.toThrow()
    await until(() => house.logged(late).length > before, 'the late command')
  } finally {
    faults.gateway.interactionDelayMs = 0
  }
  await room.hears('Alpha')
})
