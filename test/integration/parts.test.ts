import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { until } from '../discord/until.ts'
import { AudioFiles } from '../support/audio-files.ts'
import { markedFile } from '../support/marked-files.ts'
import { markedWav } from '../support/marked-tones.ts'
import { endInOrder, House } from './house.ts'
import type { Room } from './room.ts'

setDefaultTimeout(120_000)

const TONE_HZ = 1900
const SHEET = `TITLE "One Side"
PERFORMER "The Band"
FILE "side.wav" WAVE
TRACK 01 AUDIO
TITLE "Overture"
INDEX 01 00:00:00
TRACK 02 AUDIO
TITLE "Middle"
INDEX 01 00:10:00
TRACK 03 AUDIO
TITLE "Finale"
INDEX 01 00:25:00
`

/** A book of three chapters, the last of which begins after half a minute, as FFmpeg writes it. */
async function book(files: AudioFiles, name: string, ...args: string[]): Promise<Uint8Array> {
  const titles = [`${name} one`, `${name} two`, `${name} three`]
  const chapters = titles.map((title, at) => {
    return `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${at * 15_000}\nEND=${(at + 1) * 15_000}\ntitle=${title}`
  })
  const text = [';FFMETADATA1', ...chapters].join('\n')
  const data = `data:text/plain;base64,${Buffer.from(text).toString('base64')}`
  const told = ['-f', 'ffmetadata', '-i', data, '-map_metadata', '1']
  return await markedFile(files, name, TONE_HZ, 40, ...told, ...args)
}

let house: House
beforeAll(async () => {
  await using made = await AudioFiles.create()
  const files = {
    ...{ 'Side/side.wav': markedWav(TONE_HZ, 40), 'Side/side.cue': SHEET },
    'Books/book.m4b': await book(made, 'book.m4b', '-c:a', 'aac', '-b:a', '128k'),
    'Books/concert.mka': await book(made, 'concert.mka', '-c:a', 'libopus', '-b:a', '96k'),
  }
  house = await House.start({}, { files })
})
afterAll(() => endInOrder(house))

/** Waits until what's heard comes from there in the file, in seconds. */
async function hearsFrom(room: Room, from: number, to: number): Promise<void> {
  const isThere = () => {
    const { toneHz, positionS } = room.heard()
    return Math.abs(toneHz - TONE_HZ) < 10 && positionS >= from && positionS < to
  }
  await until(isThere, () => `${from} to ${to} s; heard: ${JSON.stringify(room.heard())}`)
}

test('a track of a cue sheet is heard from its beginning to its end, and seeks within', async () => {
  const room = await house.room()
  expect(await room.types('/play', { query: 'Middle' })).toContain('Playing **The Band – Middle**')
  await room.types('/play', { query: 'Overture' })
  await hearsFrom(room, 10, 12)
  expect(await room.types('/nowplaying')).toMatch(/0:0\d.*0:15/)
  await room.types('/seek', { position: '0:12' })
  await hearsFrom(room, 22, 25)
  // Then comes the next one, not the rest of the file.
  const before = room.framesHeard
  await hearsFrom(room, 0, 5)
  const positions = Array.from({ length: 10 }, (_, at) => room.heard(before + at * 20).positionS)
  expect(positions.every((at) => at < 25.2)).toBe(true)
})

test('a file with a cue sheet is queued as its tracks, the last of which ends with it', async () => {
  const room = await house.room()
  await room.types('/play', { query: 'Side/side.wav' })
  const queue = await room.types('/queue')
  expect(queue).toContain('Overture')
  expect(queue).toContain('Middle')
  expect(queue).toContain('Finale')
  await room.types('/jump', { position: 2 })
  await hearsFrom(room, 25, 27)
  await room.types('/clear')
  await room.types('/seek', { position: '0:13' })
  await hearsFrom(room, 38, 40)
  await room.says((text) => text.includes('Nothing'), '/nowplaying')
})

test.each(['book.m4b', 'concert.mka'])(
  'a chapter of %s is heard from its beginning to its end',
  async (name) => {
    const room = await house.room()
    await room.types('/play', { query: `${name} two` })
    await hearsFrom(room, 15, 17)
    expect(await room.types('/nowplaying')).toMatch(/0:0\d.*0:15/)
    await room.types('/play', { query: `${name} one` })
    await room.types('/seek', { position: '0:13' })
    await hearsFrom(room, 28, 30)
    await hearsFrom(room, 0, 3)
  },
)
