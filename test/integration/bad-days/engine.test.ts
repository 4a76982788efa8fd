import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { fileURLToPath } from 'node:url'
import { en } from '../../../src/gateway/words/en.ts'
import { until } from '../../discord/until.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { markedFile } from '../../support/marked-files.ts'
import { House } from '../house.ts'
import { TRACKS } from '../tracks.ts'
import { expectWhole, Witness } from './witness.ts'

setDefaultTimeout(120_000)

const preload = [fileURLToPath(new URL('../../support/preload/faulty-engine.ts', import.meta.url))]
/** A thread starts, joins, shakes hands. */
const BACK_WITHIN_MS = 60_000

let house: House
let witness: Witness

beforeAll(async () => {
  await using files = await AudioFiles.create()
  const { toneHz } = TRACKS.Delta
  const mp3 = await markedFile(files, 'broken.mp3', toneHz, 10, '-b:a', '192k')
  house = await House.start({ ENGINE_THREADS: '2' }, { preload, files: { 'broken.mp3': mp3 } })
})
afterAll(() => house[Symbol.asyncDispose]())

test('an engine thread that dies: its servers hear their music go on where it was, the others hear nothing of it', async () => {
  // The first server of all is placed on the first thread, the next one on the other.
  const room = await house.room()
  await room.plays('Alpha')
  await room.types('/play', 'bravo')
  witness = await Witness.start(house)
  await until(() => room.heard().positionS > 3, 'some seconds of music', 60_000)
  const before = room.heard().positionS
  process.kill(house.bot.pid, 'SIGUSR2')
  await until(() => house.logged('an engine thread died').length === 1, 'the death')
  const again = await room.hears('Alpha', BACK_WITHIN_MS)
  // The position is known to a second, and what is heard is half a second old.
  expect(again.positionS).toBeGreaterThan(before - 1.5)
  expect(again.positionS).toBeLessThan(before + 2)
  expect(new Set(room.alice.hears().frames.map(({ ssrc }) => ssrc)).size).toBe(2)
  expectWhole(room)
  await witness.heardAll()
  expect(await room.types('/skip')).toBe('Skipped **Alpha**. Next: **Bravo**.')
  await room.hears('Bravo')
  expect(room.read.slice(0, 3)).toEqual([
    'Playing **Alpha**',
    'Queued **Bravo** at position 1',
    'Skipped **Alpha**. Next: **Bravo**.',
  ])
})

test('a decoder that panics in mid-song: that is told, the next track plays, and the others hear nothing of it', async () => {
  const room = await house.room({ announcements: 'lines' })
  const other = await house.room()
  await other.plays('Charlie')
  await room.types('/play', 'broken')
  await room.types('/play', 'bravo')
  await room.hears('Delta')
  await room.hears('Bravo')
  await room.reads('Playing **Bravo**')
  expect(room.read).toEqual([
    'Playing **broken**',
    'Queued **Bravo** at position 1',
    `**broken** stopped early. ${en.errors['decoder-crashed']}`,
    'Playing **Bravo**',
  ])
  expectWhole(room)
  await other.hears('Charlie')
  expectWhole(other)
  await witness.heardAll()
})
