import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { en } from '../../../src/gateway/words/en.ts'
import { until } from '../../discord/until.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { coverTag, markedFile, withFlacCover } from '../../support/marked-files.ts'
import { House } from '../house.ts'
import { expectRefusal, type Room } from '../room.ts'
import { TRACKS } from '../tracks.ts'
import { expectWhole, Witness } from './witness.ts'

setDefaultTimeout(120_000)

const MEGABYTE = 1024 * 1024
/** All files here that sound at all have Delta's mark. */
const { toneHz } = TRACKS.Delta
const SECONDS = 4
const FRAMES = SECONDS * 50

const words = 'Lorem ipsum dolor sit amet. '.repeat(2_000)
/** A picture's signature and a lot of nothing. */
const picture = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  Buffer.alloc(100_000, 7),
])

/** A family, and Persian with a joiner. */
const JOINED = '👨‍👩‍👧‍👦 می‌خواهم'

let house: House
let witness: Witness
let flac: Buffer

beforeAll(async () => {
  await using files = await AudioFiles.create()
  const make = (name: string, ...args: string[]) =>
    markedFile(files, name, toneHz, SECONDS, ...args)
  flac = await make('x.flac')
  const mp3 = await make('x.mp3', '-b:a', '192k')
  const wav = await make('x.wav')
  const m4a = await make('x.m4a', '-b:a', '128k')
  const fast = await make('fast.m4a', '-b:a', '128k', '-movflags', 'faststart')
  const half = (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)
  const library = {
    'halfflac.flac': half(flac),
    'halfmp3.mp3': half(mp3),
    'halfwav.wav': half(wav),
    'halfvorbis.ogg': half(await make('x.ogg')),
    'halfopus.opus': half(await make('x.opus', '-b:a', '96k')),
    'halfaac.m4a': half(fast),
    'headless.m4a': half(m4a),
    'empty.mp3': '',
    [`${JOINED}.wav`]: wav,
    'words.mp3': words,
    'picture.flac': picture,
    'liesflac.mp3': flac,
    'liesmp3.wav': mp3,
    'lieswav.ogg': wav,
    'liesaac.flac': m4a,
    'covermp3.mp3': Buffer.concat([coverTag(20 * MEGABYTE), mp3]),
    // A block of FLAC metadata ends at 16 MiB.
    'coverflac.flac': withFlacCover(flac, 15 * MEGABYTE),
  }
  house = await House.start({}, { files: library })
  witness = await Witness.start(house)
})
afterAll(() => house[Symbol.asyncDispose]())

describe.concurrent('in the library', () => {
  test('a name of joined letters and emoji is suggested and shown as it is', async () => {
    const room = await house.room({ announcements: 'lines' })
    const shown = await room.alice.completes('/play', 'query', 'می', {}, { in: room.text })
    expect(shown.map(({ name }) => name)).toEqual([JOINED])
    expect(await room.types('/play', JOINED)).toBe(`Playing **${JOINED}**`)
    await room.hears('Delta')
  })

  // The containers of the first three state a length, so that what is missing can be told.
  for (const name of ['halfflac', 'halfwav', 'halfaac', 'halfmp3', 'halfvorbis', 'halfopus']) {
    test(`${name}, cut off in the middle, is heard up to there, and the next track follows`, async () => {
      const room = await house.room({ announcements: 'lines' })
      expect(await room.types('/play', name)).toBe(`Playing **${name}**`)
      await room.types('/play', 'bravo')
      await room.hears('Delta')
      await room.reads('Playing **Bravo**')
      const told = `**${name}** stopped early. ${en.errors['cut-short']}`
      const states = ['halfflac', 'halfwav', 'halfaac'].includes(name)
      expect(room.read.filter((text) => text !== 'Queued **Bravo** at position 1')).toEqual([
        `Playing **${name}**`,
        ...(states ? [told] : []),
        'Playing **Bravo**',
      ])
      await room.hears('Bravo')
      expectWhole(room)
    })
  }

  const SILENT = [
    ['headless', 'an MP4 file without its index', 'not-audio'],
    ['empty', 'a file without a byte', 'empty-file'],
    ['words', 'text that is called MP3', 'not-audio'],
    ['picture', 'a picture that is called FLAC', 'not-audio'],
  ] as const
  for (const [name, what, code] of SILENT) {
    test(`${what} is refused, and in the queue it is told and passed over`, async () => {
      const room = await house.room({ announcements: 'lines' })
      await expectRefusal(await room.outcome('/play', name), code)
      await room.plays('Alpha')
      for (const query of [name, 'bravo']) await room.types('/play', query)
      await room.types('/skip')
      await room.hears('Bravo')
      expect(room.read).toContain(`**${name}** can’t be played. ${en.errors[code]}`)
      expectWhole(room)
    })
  }

  for (const name of ['liesflac', 'liesmp3', 'lieswav', 'liesaac']) {
    test(`${name}, with the ending of another format, is heard whole`, async () => {
      await hearsWhole(await house.room({ announcements: 'lines' }), name)
    })
  }

  for (const name of ['covermp3', 'coverflac']) {
    test(`${name}, with a picture of many megabytes before the music, is heard whole`, async () => {
      await hearsWhole(await house.room({ announcements: 'lines' }), name)
    })
  }
})

describe.concurrent('attached', () => {
  const REFUSED = [
    ['a picture', picture, 'not-audio'],
    ['text', Buffer.from(words), 'not-audio'],
    ['nothing', Buffer.alloc(0), 'empty-file'],
  ] as const
  for (const [what, bytes, code] of REFUSED) {
    test(`${what} that is called MP3 is refused, and the next request is heard`, async () => {
      const room = await house.room({ announcements: 'lines' })
      const file = { name: 'song.mp3', bytes }
      await expectRefusal(await room.outcome('/play', {}, { file }), code)
      await room.plays('Alpha')
      expectWhole(room)
      expect(room.read).toEqual(['Playing **Alpha**'])
    })
  }

  test('FLAC that is called MP3 is heard', async () => {
    const room = await house.room({ announcements: 'lines' })
    await room.types('/play', {}, { file: { name: 'song.mp3', bytes: flac } })
    await room.hears('Delta')
  })
})

test('meanwhile nothing was missing on another server', () => witness.heardAll())

async function hearsWhole(room: Room, name: string): Promise<void> {
  expect(await room.types('/play', name)).toBe(`Playing **${name}**`)
  await room.hears('Delta')
  await room.reads('That was the last track in the queue.')
  await until(() => room.framesHeard >= FRAMES - 2, 'the end of the track')
  expect(room.framesHeard).toBeLessThan(FRAMES + 8)
  expectWhole(room)
  expect(room.read).toHaveLength(2)
}
