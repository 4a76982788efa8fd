import { expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../discord/until.ts'
import { House } from './house.ts'
import type { Room } from './room.ts'

setDefaultTimeout(120_000)

const SERVERS = 40

test('forty servers that start at once are all answered in time, told to wait, and heard', async () => {
  await using house = await House.start({ LOG_LEVEL: 'debug' })
  const rooms = await Promise.all(Array.from({ length: SERVERS }, () => house.room()))
  const asked = await Promise.all(
    rooms.map(({ alice, text }) => alice.types('/play', 'alpha', { in: text })),
  )
  for (const outcome of asked) expect(outcome.acknowledgedAfterMs).toBeLessThan(3_000)
  const heard = () => rooms.filter((room) => room.framesHeard > 50).length
  await until(
    () => heard() === SERVERS,
    () => `all; ${heard()} are heard`,
    90_000,
  )
  for (const [index, outcome] of asked.entries()) {
    const plays = () => outcome.text === 'Playing **Alpha**'
    await outcome.settled(plays).catch((error: Error) => {
      throw new Error(`${error.message}; ${logOf(house, rooms[index])}`)
    })
  }
  const told = rooms.filter(({ read }) =>
    read.some((text) => text.startsWith('I’m joining many channels')),
  )
  expect(told.length).toBeGreaterThan(5)
  for (const room of rooms) {
    expect(room.alice.hears().missing(house.discord.botUserId)).toBe(0)
    expect(room.alice.hears().plaintextFrames(house.discord.botUserId)).toBe(0)
  }
})

/** Tells why a server was late. */
function logOf(house: House, room: Room | undefined): string {
  return house.allLines.filter((line) => line.includes(room?.guild.id ?? '')).join('\n')
}
