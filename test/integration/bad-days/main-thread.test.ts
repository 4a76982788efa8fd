import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { fileURLToPath } from 'node:url'
import { until } from '../../discord/until.ts'
import { markedWav } from '../../support/marked-tones.ts'
import { House } from '../house.ts'
import type { Room } from '../room.ts'
import { TRACKS } from '../tracks.ts'
import { expectWhole } from './witness.ts'

setDefaultTimeout(120_000)

const blocking = new URL('../../support/preload/block-main-thread.ts', import.meta.url)
const SECONDS = 5

let house: House
beforeAll(async () => {
  house = await House.start(
    {},
    {
      preload: [fileURLToPath(blocking)],
      files: { 'five.wav': markedWav(TRACKS.Delta.toneHz, SECONDS) },
    },
  )
})
afterAll(() => house[Symbol.asyncDispose]())

test('the main thread blocked for 400 ms in each second: nothing is missing, nothing doubled, from a file and from the web', async () => {
  const [near, far] = [
    await house.room({ announcements: 'lines' }),
    await house.room({ announcements: 'lines' }),
  ]
  const before = house.logged('blocked').length
  await Promise.all([heardWhole(near, 'five'), heardWhole(far, `${house.web.url}five.wav`)])
  expect(house.logged('blocked').length - before).toBeGreaterThanOrEqual(SECONDS - 2)
})

test('meanwhile every command is answered in time', async () => {
  const room = await house.room({ announcements: 'lines' })
  await room.plays('Alpha')
  for (const line of ['/pause', '/resume', '/nowplaying', '/skip']) {
    const outcome = await room.alice.types(line, {}, { in: room.text })
    expect(outcome.acknowledgedAfterMs).toBeLessThan(3_000)
    await outcome.settled()
  }
  expectWhole(room)
})

async function heardWhole(room: Room, query: string): Promise<void> {
  await room.types('/play', query)
  await room.hears('Delta')
  const frames = SECONDS * 50
  await until(() => room.framesHeard >= frames - 2, 'the whole track', 60_000)
  await room.reads('That was the last track in the queue.')
  expect(room.framesHeard).toBeLessThan(frames + 8)
  expectWhole(room)
}
