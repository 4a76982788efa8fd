import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { Charsets } from '../../../src/engine/input/titles/charsets.ts'
import { FrameClock } from '../../../src/engine/input/titles/frame-clock.ts'
import { icyFieldsOf } from '../../../src/engine/input/titles/icy-title.ts'
import { titleInComments } from '../../../src/engine/input/titles/ogg-comments.ts'
import { OggTitles } from '../../../src/engine/input/titles/ogg-titles.ts'
import { TitleText } from '../../../src/engine/input/titles/title-text.ts'
import { TitledReading } from '../../../src/engine/input/titles/titled-reading.ts'
import { ManualClock } from '../../discord/manual-clock.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { mutated, portions, randomFrom } from '../../support/random.ts'
import { threadTime } from '../../support/thread-time.ts'
import { SAID } from './said.ts'

setDefaultTimeout(120_000)

let files: AudioFiles
const charsets = new Charsets()
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(async () => {
  charsets[Symbol.dispose]()
  await files[Symbol.asyncDispose]()
})

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const fields = (text: string) => {
  const read = icyFieldsOf(latin1(text))
  const of = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('latin1')
  return read && [of(read.title), of(read.url)]
}

describe('a block of metadata', () => {
  test('is read as stations write it', () => {
    expect(fields("StreamTitle='A - B';StreamUrl='https://h/a.jpg';")).toEqual([
      'A - B',
      'https://h/a.jpg',
    ])
    expect(fields("StreamTitle='A';\0\0\0\0")).toEqual(['A', null])
    expect(fields("StreamTitle='It's 'quoted'; really';StreamUrl='';")).toEqual([
      "It's 'quoted'; really",
      null,
    ])
    expect(fields("streamtitle = 'A' ; adw_ad='true';durationMilliseconds='30';")).toEqual([
      'A',
      null,
    ])
    expect(fields("StreamUrl='u';StreamTitle='A")).toEqual(['A', 'u'])
    expect(fields('StreamTitle=A;StreamUrl=u')).toEqual(['A', 'u'])
    expect(fields("StreamTitle='';")).toEqual(['', null])
    expect(fields("StreamUrl='u';")).toBeNull()
    expect(fields('')).toBeNull()
  })

  test('of any bytes is read without taking long', () => {
    const random = randomFrom(3)
    const good = latin1("StreamTitle='It's; A - B';StreamUrl='https://h/a.jpg';")
    for (let round = 0; round < 5_000; round++) icyFieldsOf(mutated(good, random))
    for (const piece of ["'", ';', "';", "'; ", ' ', "StreamTitle='", "';a", '=']) {
      const workedMs = threadTime()
      icyFieldsOf(latin1(`StreamTitle='${piece.repeat(4_080 / piece.length)}`))
      expect(workedMs()).toBeLessThan(500)
    }
  })
})

describe('the clock of the sound', () => {
  const SOURCES: readonly (readonly [name: string, ...args: string[]])[] = [
    ['a.mp3', '-b:a', '128k', '-ar', '44100'],
    ['b.mp3', '-q:a', '5', '-ar', '48000'],
    ['c.mp3', '-b:a', '32k', '-ar', '22050', '-ac', '1'],
    ['d.mp3', '-b:a', '16k', '-ar', '11025', '-ac', '1'],
    ['e.mp2', '-c:a', 'mp2', '-b:a', '192k', '-ar', '48000'],
    ['f.aac', '-b:a', '96k', '-ar', '44100'],
    ['g.aac', '-b:a', '32k', '-ar', '24000', '-ac', '1'],
  ]
  for (const [name, ...args] of SOURCES) {
    test(`counts what is in the bytes, in whatever portions they come (${name})`, async () => {
      const raw = name.endsWith('.mp3') ? ['-write_xing', '0', '-id3v2_version', '0'] : []
      const path = await files.make(name, 'anoisesrc=d=20:c=pink:a=0.3', ...args, ...raw)
      const bytes = await Bun.file(path).bytes()
      const clock = new FrameClock()
      for (const part of portions(bytes, randomFrom(4))) clock.pass(part)
      // What the encoder adds: three of its frames at most.
      expect(Math.abs(clock.ms - 20_000)).toBeLessThanOrEqual(200)
      // From the middle of a frame, as stations begin, and with a piece missing.
      const torn = new FrameClock()
      torn.pass(bytes.subarray(bytes.length / 400, bytes.length / 2))
      torn.pass(bytes.subarray(bytes.length / 2 + bytes.length / 200))
      expect(Math.abs(torn.ms - 20_000)).toBeLessThanOrEqual(400)
    })
  }

  test('goes on for ever in any bytes, and takes no memory', () => {
    const random = randomFrom(5)
    const noise = Buffer.from(Array.from({ length: 200_000 }, () => Math.floor(random() * 256)))
    const clock = new FrameClock()
    const ogg = new OggTitles(() => {})
    const workedMs = threadTime()
    for (const part of [noise, Buffer.alloc(200_000, 0xff), Buffer.from('OggS'.repeat(50_000))]) {
      clock.pass(part)
      ogg.pass(part)
    }
    expect(workedMs()).toBeLessThan(2_000)
    expect([clock.ms, ogg.ms].every((ms) => Number.isFinite(ms) && ms >= 0)).toBe(true)
  })
})

describe('an Ogg chain', () => {
  test('is read in any portions, and from its middle', async () => {
    const args = ['-c:a', 'libvorbis', '-metadata', 'title=One', '-metadata', 'ARTIST=Ärzte']
    const path = await files.make('chain.ogg', 'anoisesrc=d=12:c=pink:a=0.3', ...args)
    const bytes = await Bun.file(path).bytes()
    const told: string[] = []
    const reading = new OggTitles((title) => told.push(`${title} at ${Math.round(reading.ms)}`))
    // The second link lacks what lies in its middle: whoever tunes in gets the head, then what is on.
    const torn = [bytes.subarray(0, 6_000), bytes.subarray(bytes.length / 2)]
    for (const part of portions(Buffer.concat([bytes, ...torn]), randomFrom(6))) reading.pass(part)
    expect(
      told.map((line) => line.replace(/\d+$/, (ms) => `${Math.round(Number(ms) / 100)}`)),
    ).toEqual(['Ärzte - One at 0', 'Ärzte - One at 120'])
    expect(reading.ms).toBeGreaterThan(16_000)
    expect(reading.ms).toBeLessThan(21_000)
  })

  test('may say anything in its comments', () => {
    const comments = (...texts: string[]) => {
      const length = (text: string) => {
        const bytes = Buffer.alloc(4)
        bytes.writeUInt32LE(Buffer.byteLength(text))
        return Buffer.concat([bytes, Buffer.from(text)])
      }
      const count = Buffer.alloc(4)
      count.writeUInt32LE(texts.length)
      return Buffer.concat([Buffer.from('OpusTags'), length('me'), count, ...texts.map(length)])
    }
    const read = (bytes: Uint8Array) => Buffer.from(titleInComments(bytes)).toString()
    expect(read(comments('x', '=y', 'title=One', 'TITLE=Two', 'Artist=A=B'))).toBe('A=B - One')
    expect(read(comments('ARTIST=A'))).toBe('')
    expect(read(Buffer.from('OpusTags'))).toBe('')
    expect(read(Buffer.from('nothing'))).toBe('')
    const random = randomFrom(7)
    const good = comments('title=One', `METADATA_BLOCK_PICTURE=${'A'.repeat(200)}`, 'artist=Two')
    for (let round = 0; round < 5_000; round++) titleInComments(mutated(good, random))
  })
})

describe('what a station says', () => {
  test('is read in its charset: nearly always the first time, and then always', async () => {
    const wrong: string[] = []
    let all = 0
    for (const [charset, said] of Object.entries(SAID)) {
      const station = new TitleText(charsets)
      for (const [index, [text, hex]] of said.entries()) {
        const bytes = Buffer.from(hex, 'hex')
        all += 1
        if ((await new TitleText(charsets).decode(bytes)) !== text) wrong.push(`${charset} ${text}`)
        const read = await station.decode(bytes)
        if (index >= 2) expect(read).toBe(text)
      }
    }
    expect(wrong.length / all).toBeLessThanOrEqual(0.08)
  })

  test('is read without another guess once enough of it has been seen', async () => {
    const station = new TitleText(charsets)
    const [text, hex] = SAID['windows-1251']?.[1] ?? ['', '']
    const bytes = Buffer.from(hex, 'hex')
    let read: string | Promise<string> = ''
    for (let times = 0; times < 20; times++) {
      read = station.decode(bytes)
      expect(await read).toBe(text)
    }
    expect(read).toBe(text)
  })

  test('is told to be UTF-8 without a guess, also cut off or encoded twice', () => {
    const text = new TitleText(charsets)
    const utf8 = Buffer.from('Die Ärzte - Größe 世界')
    expect(text.decode(utf8)).toBe('Die Ärzte - Größe 世界')
    for (const cut of [1, 2])
      expect(text.decode(utf8.subarray(0, -cut))).toBe('Die Ärzte - Größe 世')
    expect(text.decode(Buffer.from(Buffer.from('Größe').toString('latin1')))).toBe('Größe')
    expect(text.decode(latin1('plain'))).toBe('plain')
  })

  test('is Western where nobody can tell in time, or too many ask', async () => {
    const clock = new ManualClock()
    using slow = new Charsets(clock)
    const asked = Array.from({ length: 60 }, () => slow.guess(latin1('Caf\xe9')))
    expect(await asked[59]).toBe('windows-1252')
    clock.advance(5_000)
    expect(await Promise.all(asked)).toEqual(asked.map(() => 'windows-1252'))
  })

  test('is thinned out where it changes faster than anybody reads, from the first to the last', async () => {
    const raw = ['-b:a', '128k', '-write_xing', '0', '-id3v2_version', '0']
    const path = await files.make('fast.mp3', 'anoisesrc=d=10:c=pink:a=0.3', ...raw)
    const bytes = await Bun.file(path).bytes()
    const reading = new TitledReading(charsets)
    const part = Math.ceil(bytes.length / 200)
    for (let index = 0; index < 200; index++) {
      reading.told({ place: index * part, bytes: latin1(`StreamTitle='${index}';`) })
      reading.pass(bytes.subarray(index * part, (index + 1) * part))
    }
    expect(reading.takeTitle(0)?.title).toBe('0')
    const told: number[] = []
    for (let ms = 0; ms < 10_500; ms += 20) {
      const title = reading.takeTitle(ms)?.title
      if (title !== undefined) told.push(Number(title))
    }
    expect(told.length).toBeGreaterThan(18)
    expect(told.length).toBeLessThan(45)
    expect(told.at(-1)).toBe(199)
  })

  test('is one line of bounded length, and at most so much of it waits', async () => {
    const reading = new TitledReading(charsets)
    reading.pass(Buffer.from([0xff]))
    for (let index = 0; index < 10_000; index++)
      reading.told({
        place: 1,
        bytes: latin1(`StreamTitle='\x1b[2J${'x'.repeat(300)}\r\n${index}';`),
      })
    reading.told({ place: 1, bytes: Buffer.from("StreamTitle='a\u202eb\nc';StreamUrl='x';") })
    reading.pass(Buffer.from([0xff]))
    expect(reading.takeTitle(0)).toEqual({ title: 'ab c', link: 'x' })
    expect(reading.expects).toBe(false)
  })
})
