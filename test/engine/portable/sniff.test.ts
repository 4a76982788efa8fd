import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { id3Length } from '../../../src/base/file-signatures.ts'
import { sniff } from '../../../src/engine/portable/sniff.ts'
import { AudioFiles } from '../../support/audio-files.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

let files: AudioFiles
beforeAll(async () => {
  files = await AudioFiles.create()
})
afterAll(() => files[Symbol.asyncDispose]())

const bytesOf = (text: string) => new TextEncoder().encode(text)

test('what FFmpeg writes is recognised by its content', async () => {
  const wanted: Record<string, readonly [string, ...string[]]> = {
    'a.mp3': ['mp3'],
    'a.flac': ['flac'],
    'a.wav': ['wav'],
    'a.ogg': ['ogg', '-c:a', 'libvorbis'],
    'a.opus': ['ogg', '-c:a', 'libopus'],
    'a.m4a': ['mov'],
    'a.mkv': ['matroska', '-c:a', 'flac'],
    'a.webm': ['matroska', '-c:a', 'libopus'],
    'a.aac': ['aac'],
    'a.ac3': ['ac3'],
    'a.eac3': ['eac3'],
    'a.aiff': ['aiff'],
    'a.caf': ['caf'],
    'a.wma': ['asf'],
    'a.ts': ['mpegts', '-c:a', 'aac'],
    'a.wv': ['wv'],
    'a.tta': ['tta'],
    'a.au': ['au'],
    'a.w64': ['w64'],
    'a.flv': ['flv', '-ar', '44100'],
    'a.avi': ['avi'],
  }
  for (const [name, [demuxer, ...args]] of Object.entries(wanted)) {
    const path = await files.make(name, 'sine=440:duration=0.5', '-ar', '48000', ...args)
    const head = new Uint8Array(await Bun.file(path).slice(0, 4096).arrayBuffer())
    expect(`${name}: ${sniff(head.subarray(id3Length(head)))}`).toBe(`${name}: ${demuxer}`)
  }
})

test('a stream that is joined in the middle of a frame is recognised by the frames that follow', async () => {
  const noise = 'anoisesrc=d=2:seed=4'
  for (const [name, wanted, ...args] of [
    ['low.aac', 'aac', '-ar', '22050', '-b:a', '48k'],
    ['high.aac', 'aac', '-ar', '44100', '-b:a', '160k'],
    ['cbr.mp3', 'mp3', '-ar', '44100', '-b:a', '192k'],
    ['vbr.mp3', 'mp3', '-ar', '48000', '-q:a', '4'],
    ['low.mp3', 'mp3', '-ar', '22050', '-b:a', '64k'],
    ['old.mp2', 'mp3', '-ar', '48000', '-b:a', '192k'],
  ] as const) {
    const bytes = await Bun.file(await files.make(name, noise, ...args)).bytes()
    for (const offset of [1, 777, 5000]) {
      expect(`${name}: ${sniff(bytes.subarray(offset, offset + 8192))}`).toBe(`${name}: ${wanted}`)
    }
  }
})

test('noise is no stream', () => {
  for (let round = 0; round < 300; round++) {
    const noise = crypto.getRandomValues(new Uint8Array(8192))
    noise[0] = 0
    expect(sniff(noise)).toBeNull()
  }
  expect(sniff(new Uint8Array(8192).fill(0xff))).toBeNull()
})

test('playlists, scripts and pages are nothing that may be decoded', () => {
  for (const text of [
    '#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:10,\nfile:///etc/passwd\n',
    'ffconcat version 1.0\nfile /etc/passwd\n',
    '[playlist]\nFile1=file:///etc/passwd\n',
    '<?xml version="1.0"?><MPD><BaseURL>file:///etc/passwd</BaseURL></MPD>',
    '<!DOCTYPE html><html></html>',
    'http://127.0.0.1/\n',
    'v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=audio 5000 RTP/AVP 0\n',
    'DirectShowSource("a.avi")\n',
    ';FFMETADATA1\n',
    '',
  ]) {
    expect(sniff(bytesOf(text))).toBeNull()
  }
})

test('a picture, a zip and a program are nothing that may be decoded', () => {
  for (const head of ['\x89PNG\r\n\x1a\n', 'PK\x03\x04', '\x7fELF', 'GIF89a', 'BM', '%PDF-1.7']) {
    expect(sniff(Buffer.from(head.padEnd(64, '\0'), 'latin1'))).toBeNull()
  }
})

test('the length of an ID3v2 tag counts header and footer, and a malformed one counts nothing', () => {
  const tag = (flags: number, ...size: number[]) =>
    Uint8Array.from([0x49, 0x44, 0x33, 4, 0, flags, ...size])
  expect(id3Length(tag(0, 0, 0, 0x02, 0x01))).toBe(257 + 10)
  expect(id3Length(tag(0x10, 0, 0, 0x02, 0x01))).toBe(257 + 20)
  expect(id3Length(tag(0, 0x80, 0, 0, 1))).toBe(0)
  expect(id3Length(tag(0, 0, 0))).toBe(0)
  expect(id3Length(bytesOf('not a tag at all'))).toBe(0)
})
