import { expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../../discord/until.ts'
import { House } from '../house.ts'

setDefaultTimeout(180_000)

const SERVERS = 40
/** 24 joins at once and one each 900 ms, with some time for each of the last ones. */
const JOINED_WITHIN_MS = 40_000

test('forty servers come back after a kill −9, no faster than Discord lets them join', async () => {
  await using house = await House.start()
  const rooms = await Promise.all(Array.from({ length: SERVERS }, () => house.room()))
  await Promise.all(rooms.map(({ alice, text }) => alice.types('/play', 'alpha', { in: text })))
  await until(() => rooms.every((room) => room.framesHeard > 50), 'all to play', JOINED_WITHIN_MS)
  await Promise.all(rooms.map((room) => room.types('/loop', { mode: 'track' })))
  await Bun.sleep(2_000)
  await house.crash()
  await Bun.sleep(100)
  const before = rooms.map((room) => room.framesHeard)
  await house.startAgain()
  const back = () => rooms.filter((room, index) => room.framesHeard > (before[index] ?? 0) + 50)
  await until(
    () => back().length === SERVERS,
    () => `all to be back; ${back().length} are`,
    JOINED_WITHIN_MS,
  )
  // A connection that sends more than 120 events a minute is closed (4008): it was not.
  expect(house.logged('lost the main gateway')).toEqual([])
  expect(house.logged('player restored')).toHaveLength(SERVERS)
  const waited = rooms.filter(({ read }) =>
    read.some((text) => text.startsWith('I’m joining many channels')),
  )
  expect(waited.length).toBeGreaterThan(5)
})
