import { expect, setDefaultTimeout, test } from 'bun:test'
import { House } from '../house.ts'

setDefaultTimeout(120_000)

test('after a kill −9, /previous and /undo know what was', async () => {
  await using house = await House.start()
  const room = await house.room()
  const queued = async () =>
    [...(await room.types('/queue')).matchAll(/^`\d+` \*\*(\w+)/gm)].map(([, title]) => title)
  await room.plays('Alpha')
  for (const name of ['bravo', 'charlie', 'delta']) await room.types('/play', name)
  await room.types('/skip')
  await room.hears('Bravo')
  await room.types('/shuffle')
  await room.types('/clear')
  await house.stores(
    room,
    ({ current, queue }) => current?.track.title === 'Bravo' && queue.length === 0,
  )
  await house.crash()
  await house.startAgain()
  await room.hears('Bravo')

  expect(await room.types('/undo')).toBe('Undid /clear. The queue now has 2 tracks.')
  await room.types('/undo')
  expect(await queued()).toEqual(['Charlie', 'Delta'])
  expect(await room.types('/previous')).toBe('Playing **Alpha**')
  await room.hears('Alpha')
  expect(await queued()).toEqual(['Bravo', 'Charlie', 'Delta'])
})
