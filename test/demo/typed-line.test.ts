import { describe, expect, test } from 'bun:test'
import { parseTypedLine } from './typed-line.ts'

const optionsOf = (command: string): string[] =>
  command === 'play' ? ['query', 'file', 'next'] : command === 'seek' ? ['position'] : []

describe('a typed line', () => {
  test.each([
    ['/play my song', { command: '/play', options: { query: 'my song' } }],
    ['/play next:true my song', { command: '/play', options: { query: 'my song', next: 'true' } }],
    ['/play https://x/y:z', { command: '/play', options: { query: 'https://x/y:z' } }],
    ['/play file:/tmp/a.ogg', { command: '/play', options: { file: '/tmp/a.ogg' } }],
    ['/seek 1:23', { command: '/seek', options: { position: '1:23' } }],
    ['  /pause  ', { command: '/pause', options: {} }],
  ])('%p fills the options as Discord’s client would', (line, expected) => {
    expect(parseTypedLine(line, optionsOf)).toEqual(expected)
  })
  test.each(['play x', '', '/', '/Play x', 'hello /play'])('%p is no command', (line) => {
    expect(parseTypedLine(line, optionsOf)).toBeNull()
  })
})
