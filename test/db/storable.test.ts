import { expect, test } from 'bun:test'
import { storable, storableJson } from '../../src/db/storable.ts'

test.each([
  ['plain', 'plain'],
  ['a\u0000b', 'a\ufffdb'],
  ['\ud800', '\ufffd'],
  ['x\udc00y', 'x\ufffdy'],
  ['😀', '😀'],
  ['\\u0000', '\\u0000'],
])('%j is stored as %j, alone and within JSON', (text, stored) => {
  expect(storable(text)).toBe(stored)
  expect(JSON.parse(storableJson({ queue: [{ title: text, durationMs: null }] }))).toEqual({
    queue: [{ title: stored, durationMs: null }],
  })
})
