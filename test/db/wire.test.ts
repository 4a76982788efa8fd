import { expect, test } from 'bun:test'
import { withoutTerminate } from '../../src/db/wire.ts'

const startUp = Uint8Array.of(0, 0, 0, 9, 0, 3, 0, 0, 0)
const query = Uint8Array.of(0x51, 0, 0, 0, 6, 0x58, 0)
const terminate = Uint8Array.of(0x58, 0, 0, 0, 4)

test('the message that ends a session is cut off, and no byte that looks like it', () => {
  expect(withoutTerminate(query, true)).toEqual(query)
  expect(withoutTerminate(bytes(query, query), true)).toEqual(bytes(query, query))
  expect(withoutTerminate(bytes(query, terminate), true)).toEqual(query)
  expect(withoutTerminate(terminate, true)).toHaveLength(0)
})

test('a connection begins with a message that has no type', () => {
  expect(withoutTerminate(startUp, false)).toEqual(startUp)
  expect(withoutTerminate(bytes(startUp, query, terminate), false)).toEqual(bytes(startUp, query))
})

function bytes(...parts: Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}
