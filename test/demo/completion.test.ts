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
]

test.each([
  ['/p', ['/pause ', '/play ']],
  ['/pla', ['/play ']],
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
