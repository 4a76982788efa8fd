import { describe, expect, test } from 'bun:test'
import { parseDemoOptions, UsageError } from './options.ts'
import { MusicFolder } from './show.ts'

describe('the demo’s arguments', () => {
  test('none at all asks for the prompt', () => {
    expect(parseDemoOptions([])).toMatchObject({ prompt: true, queries: [], players: 1 })
  })
  test('are queries, limits, files and cues in order of time', () => {
    const args = [
      'a.flac',
      '--for',
      '8',
      '--do',
      '5 /skip',
      '--do',
      '1.5 /seek 0:10',
      'b',
      '--players',
      '3',
    ]
    expect(parseDemoOptions([...args, '--record', 'x.wav', '--report', '/tmp/x.json'])).toEqual({
      queries: ['a.flac', 'b'],
      forSeconds: 8,
      record: 'x.wav',
      report: '/tmp/x.json',
      cues: [
        { atSeconds: 1.5, line: '/seek 0:10' },
        { atSeconds: 5, line: '/skip' },
      ],
      players: 3,
      prompt: false,
    })
  })
  test('after -- are queries, whatever they look like', () => {
    expect(parseDemoOptions(['--', '--for'])).toMatchObject({ queries: ['--for'] })
  })
  test('ask for help', () => {
    expect(parseDemoOptions(['--help'])).toBeNull()
  })
  test.each([
    [['--for']],
    [['--for', 'ever']],
    [['--for', '0']],
    [['--for', '1']],
    [['--players', '-1']],
    [['--players', '2.5']],
    [['--players', '201']],
    [['--do', '/play x']],
    [['--do', '5 play x']],
    [['--record', '/no/such/folder/x.wav']],
    [['--report', '/']],
    [['--frobnicate']],
  ])('%p are refused', (args) => {
    expect(() => parseDemoOptions(args)).toThrow(UsageError)
  })
})

test('a file that the library wouldn’t find by its name is refused before the bot starts', async () => {
  await using music = await MusicFolder.create()
  expect(await music.typable('README.md').catch((error: unknown) => error)).toEqual(
    new UsageError('README.md isn’t named as music is: give it an ending like .mp3 or .flac'),
  )
  expect(await music.typable('some words')).toBe('some words')
})
