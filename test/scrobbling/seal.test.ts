import { expect, test } from 'bun:test'
import { Seal } from '../../src/scrobbling/seal.ts'

test('a secret opens for its owner alone, with the same bot’s token', () => {
  const seal = new Seal('bot-token')
  const closed = seal.close('s3cret ü', 'lastfm:1')
  expect(seal.open(closed, 'lastfm:1')).toBe('s3cret ü')
  expect(new Seal('bot-token').open(closed, 'lastfm:1')).toBe('s3cret ü')
  expect(seal.open(closed, 'lastfm:2')).toBeNull()
  expect(new Seal('another').open(closed, 'lastfm:1')).toBeNull()
  expect(Buffer.from(closed).toString('latin1')).not.toContain('s3cret')
})

test('what was changed or cut doesn’t open, and the same secret looks different each time', () => {
  const seal = new Seal('bot-token')
  const closed = seal.close('s3cret', 'o')
  expect(seal.close('s3cret', 'o')).not.toEqual(closed)
  for (let at = 0; at < closed.length; at++) {
    expect(seal.open(closed.with(at, (closed[at] ?? 0) ^ 1), 'o')).toBeNull()
    expect(seal.open(closed.subarray(0, at), 'o')).toBeNull()
  }
})
