import { afterAll, beforeAll, expect, test } from 'bun:test'
import { en } from '../../src/gateway/words/en.ts'
import { markedWav } from '../support/marked-tones.ts'
import { endInOrder, House } from './house.ts'
import { TRACKS } from './tracks.ts'

let house: House
beforeAll(async () => {
  house = await House.start()
})
afterAll(() => endInOrder(house))

/** Less than what a link must have left to be used as it is. */
const SHORT_S = 1_800
const song = (name: 'Bravo' | 'Charlie', lengthS = 8) => ({
  name: `${name}.wav`,
  bytes: markedWav(TRACKS[name].toneHz, lengthS),
})

test('a file that was attached a day ago plays, after a restart too; one that is gone is said to be', async () => {
  const room = await house.room()
  const { files } = house.discord
  await room.plays('Alpha')
  files.linkLifeS = SHORT_S
  // So long that the next one isn't opened yet when its file goes.
  await room.types('/play', {}, { file: song('Bravo', 40) })
  await room.types('/play', {}, { file: song('Charlie') })
  files.linkLifeS = 24 * 3_600
  files.passADay()

  await house.restart()
  await room.hears('Alpha')
  await room.types('/skip')
  await room.hears('Bravo')

  files.clear()
  await room.types('/skip')
  await room.reads(en.errors['attachment-gone'])
  expect(room.pinged).toBe(false)
})

test('an old link that somebody types plays, too', async () => {
  const room = await house.room()
  const { files } = house.discord
  const { url } = files.add(room.text.id, song('Charlie'))
  files.passADay()
  await room.types('/play', { query: url.slice(0, url.indexOf('?')) })
  await room.hears('Charlie')
})
