import { expect, test } from 'bun:test'
import { inItsCharset } from '../../src/base/charset.ts'
import { looksLikeMarkup, looksLikePlaylist } from '../../src/net/markup.ts'
import { cleanText } from '../../src/sources/clean-text.ts'
import {
  essentialBytes,
  statesDuration,
  wantedBytes,
  wavDurationMs,
} from '../../src/sources/http/file-head.ts'
import { tagsOf } from '../../src/sources/tags/tags.ts'
import { mutated, randomFrom } from '../support/random.ts'

const ROUNDS = 3_000
const WEEK_MS = 7 * 24 * 3_600_000

function box(kind: string, body: string): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(body.length + 8)
  return Buffer.concat([size, Buffer.from(kind + body, 'latin1')])
}

/** Heads as files have them: a WAV of 2 s, an MP4, an MP3 behind a tag, playlists and pages. */
const WAV = Buffer.from(
  'RIFF\x24\xee\x02\0WAVEfmt \x10\0\0\0\x01\0\x02\0\x80\xbb\0\0\0\xee\x02\0\x04\0\x10\0data\0\xdc\x05\0',
  'latin1',
)
const MP4 = Buffer.concat([
  box('ftyp', 'M4A '),
  box('free', 'x'.repeat(40)),
  box('mdat', 'x'.repeat(40)),
])
const MP3 = Buffer.from(
  `ID3\x04\0\0\0\0\0\x20${'\0'.repeat(32)}\xff\xfb\x90\x64${'\0'.repeat(32)}Xing`,
  'latin1',
)
const HEADS = [
  WAV,
  MP4,
  MP3,
  Buffer.from('#EXTM3U\n#EXTINF:10,x\nhttp://a/b'),
  Buffer.from('[playlist]\nFile1=http://a/b\n'),
  Buffer.from('\ufeff <!DOCTYPE html><html>'),
]

function anyHead(random: () => number): Buffer {
  return mutated(HEADS[Math.floor(random() * HEADS.length)] ?? WAV, random)
}

test('heads of files are understood as they are', () => {
  expect(wavDurationMs(WAV)).toBe(2_000)
  expect(essentialBytes(MP4.subarray(0, -1))).toHaveLength(MP4.length - 48)
  expect(statesDuration(MP3)).toBe(true)
  expect(HEADS.map(looksLikePlaylist)).toEqual([false, false, false, true, true, false])
  expect(HEADS.map(looksLikeMarkup)).toEqual([false, false, false, false, false, true])
})

test('a WAV that states a byte for a second has no length that could be shown', () => {
  const slow = Buffer.from(WAV)
  slow.writeUInt32LE(1, 28)
  slow.writeUInt32LE(0xffff_fe00, 40)
  expect(wavDurationMs(slow)).toBeNull()
})

test('whatever the head of a file holds, what is told of it is within bounds', () => {
  const random = randomFrom(10)
  for (let round = 0; round < ROUNDS; round++) {
    const head = anyHead(random)
    // A view into a larger buffer, as a read gives it.
    const view = head.subarray(0, Math.ceil(head.length * random() * 1.5))
    const essential = essentialBytes(view)
    expect(essential.length).toBeLessThanOrEqual(view.length)
    expect(wantedBytes(view)).toBeLessThanOrEqual(10 + 2 ** 28 + 4096)
    const ms = wavDurationMs(view)
    expect(ms === null || (ms >= 0 && ms < WEEK_MS)).toBe(true)
    statesDuration(view)
    looksLikeMarkup(view)
    looksLikePlaylist(view)
  }
})

test('whatever a tag holds, a title is one short line of whole characters, or none', () => {
  const random = randomFrom(11)
  const seed = Buffer.from('GrÃ¶ÃŸe \u202eabc\0\r\n K/DA 🎵 \u200b', 'utf8')
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutated(seed, random)
    const text = bytes.toString(random() < 0.5 ? 'utf8' : 'latin1').repeat(random() < 0.1 ? 200 : 1)
    expect(inItsCharset(text).length).toBeLessThanOrEqual(text.length)
    const clean = cleanText(text)
    const raw = { title: text, artist: text, artists: [text, bytes, round], track: { no: text } }
    const { title, artist, trackNumber } = tagsOf({ common: raw, format: { duration: text } })
    expect(trackNumber).toBeNull()
    for (const line of [clean, title, artist]) {
      if (line === null) continue
      expect(line.isWellFormed()).toBe(true)
      expect([...line].length).toBeWithin(1, 201)
      expect(line).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
    }
  }
})
