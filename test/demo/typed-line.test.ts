import { describe, expect, test } from 'bun:test'
import { type CommandOption, OptionType } from '../discord/state/commands.ts'
import { parseTypedLine } from './typed-line.ts'

const COMMANDS: Record<string, CommandOption[]> = {
  play: [
    { name: 'file', type: OptionType.attachment, description: '-' },
    { name: 'query', type: OptionType.string, description: '-' },
    { name: 'next', type: OptionType.boolean, description: '-' },
  ],
  move: [
    { name: 'from', type: OptionType.integer, description: '-', required: true },
    { name: 'to', type: OptionType.integer, description: '-', required: true },
  ],
  dj: [{ name: 'member', type: OptionType.user, description: '-', required: true }],
  playlist: [
    {
      name: 'create',
      type: OptionType.subcommand,
      description: '-',
      options: [
        { name: 'server', type: OptionType.boolean, description: '-' },
        { name: 'name', type: OptionType.string, description: '-', required: true },
      ],
    },
  ],
}
const parse = (line: string) =>
  parseTypedLine(line, {
    optionsOf: (command) => COMMANDS[command] ?? [],
    idOf: (name) => ({ bob: '7' })[name],
  })

describe('a typed line', () => {
  test.each([
    ['/play my song', { command: '/play', values: { query: 'my song' } }],
    ['/play next:true my song', { command: '/play', values: { query: 'my song', next: true } }],
    ['/play https://x/y:z', { command: '/play', values: { query: 'https://x/y:z' } }],
    ['/play file:/tmp/a.ogg', { command: '/play', values: { file: { path: '/tmp/a.ogg' } } }],
    ['/move from:3 to:1', { command: '/move', values: { from: 3, to: 1 } }],
    ['/move 3 to:one', { command: '/move', values: { from: 3, to: 'one' } }],
    [
      '/play query:my song next:true',
      { command: '/play', values: { query: 'my song', next: true } },
    ],
    ['/dj member:bob', { command: '/dj', values: { member: '7' } }],
    ['/dj @bob', { command: '/dj', values: { member: '7' } }],
    ['/dj nobody', { command: '/dj', values: { member: 'nobody' } }],
    [
      '/playlist create name:Road trip server:true',
      { command: '/playlist create', values: { name: 'Road trip', server: true } },
    ],
    ['/playlist create Road trip', { command: '/playlist create', values: { name: 'Road trip' } }],
    ['/playlist burn Road', { command: '/playlist', values: {} }],
    ['  /pause  ', { command: '/pause', values: {} }],
  ])('%p fills the options as Discord’s client would', (line, expected) => {
    expect(parse(line)).toEqual(expected)
  })
  test.each(['play x', '', '/', '/Play x', 'hello /play'])('%p is no command', (line) => {
    expect(parse(line)).toBeNull()
  })
})
