import { expect, test } from 'bun:test'
import { containerOf, id3Length, streamOf } from '../../src/base/file-signatures.ts'

const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const told = (head: Uint8Array) => [containerOf(head), streamOf(head), id3Length(head)]

test('a container is known by its first bytes, wherever in them its name stands', () => {
  const beginnings = {
    flac: 'fLaC\0\0\0\x22',
    wav: 'RIFF\x24\0\0\0WAVEfmt ',
    avi: 'RIFF\x24\0\0\0AVI LIST',
    mp4: '\0\0\0\x20ftypM4A ',
    mov: '\0\0\0\x08wide\0\0\0\0mdat',
    matroska: '\x1a\x45\xdf\xa3\x9f',
  }
  for (const [container, head] of Object.entries(beginnings)) {
    expect(String(containerOf(latin1(head)))).toBe(container)
  }
})

test('a stream is known by its first header, and the length of an ID3 tag by its own', () => {
  expect(told(latin1('\xff\xfb\x90\x64'))).toEqual([null, 'mp3', 0])
  expect(told(latin1('\xff\xf1\x50\x80'))).toEqual([null, 'aac', 0])
  expect(told(latin1('\x0b\x77\0\0\0\x40'))).toEqual([null, 'ac3', 0])
  expect(told(latin1('ID3\x04\0\0\0\0\x02\x01'))).toEqual([null, null, 10 + 257])
  expect(told(latin1('ID3\x04\0\x10\0\0\x02\x01'))).toEqual([null, null, 20 + 257])
})

test('a page is neither, nor is what is cut off', () => {
  const nothing = [null, null, 0]
  expect(told(latin1('<!doctype html><title>ID3 fLaC</title>'))).toEqual(nothing)
  // In UTF-16 it begins like the sync word of MPEG audio.
  expect(told(latin1('\xff\xfe<\0h\0t\0m\0l\0>\0'))).toEqual(nothing)
  for (const head of ['', 'fLa', 'RIFF\0\0\0\0WAV', 'ID3\x04\0\0\0\0\x02', '\xff']) {
    expect(told(latin1(head))).toEqual(nothing)
  }
})
