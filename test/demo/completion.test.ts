import { expect, test } from 'bun:test'
import { completionsOf } from './completion.ts'

const option = (name: string, type: number, choices: string[] = []) => ({
  ...{ name, type, description: '' },
  choices: choices.map((value) => ({ name: value, value })),
})
const COMMANDS = [
  { name: 'play', options: [option('query', 3), option('next', 5)] },
  { name: 'loop', options: [option('mode', 3, ['off', 'track', 'queue'])] },
  { name: 'pause' },
  {
    name: 'playlist',
    options: [
      {
        name: 'create',
        type: 1,
        description: '',
        options: [option('name', 3), option('server', 5)],
      },
      { name: 'list', type: 1, description: '' },
    ],
  },
]

test.each([
  ['/p', ['/pause ', '/play ', '/playlist ']],
  ['/play', ['/play ', '/playlist ']],
  ['/playlist ', ['create ', 'list ']],
  ['/playlist c', ['create ']],
  ['/playlist create ', ['name:', 'server:']],
  ['/playlist create server:', ['server:true ', 'server:false ']],
  ['/playlist list ', []],
  ['qu', ['quit']],
  ['/nothing', []],
  ['/play ', ['query:', 'next:']],
  ['/play song ne', ['next:']],
  ['/play song next:', ['next:true ', 'next:false ']],
  ['/play next:true ', ['query:']],
  ['/loop mode:t', ['mode:track ']],
  ['/pause ', []],
  ['hello wor', []],
])('after %p come %p', (line, completions) => {
  expect(completionsOf(line, COMMANDS)).toEqual([completions, /\S*$/.exec(line)?.[0] ?? ''])
})
