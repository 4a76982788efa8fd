/** Plays every file of the matrix as a worker does, and compares what a listener hears with FFmpeg's decode. */
import { expect, test } from 'bun:test'
import { MATRIX } from './matrix.ts'
import { nameOf } from './row.ts'
import { testRows } from './rows-as-tests.ts'

test('no two rows are the same', () => {
  const names = MATRIX.map(nameOf)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

testRows(MATRIX)
