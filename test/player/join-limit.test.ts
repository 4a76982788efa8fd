import { expect, test } from 'bun:test'
import { joinLimit } from '../../src/player/join-limit.ts'

const limits = { players: 3, playersInMemory: 2, memoryMb: 500 }

test('one more player is taken while every limit has room for it', () => {
  const mayJoin = joinLimit(limits, () => 500)
  expect([0, 1].map(mayJoin)).toEqual([null, null])
})

test('each limit refuses with its own reason', () => {
  let usedMb = 100
  const mayJoin = joinLimit(limits, () => usedMb)
  expect(mayJoin(3)).toBe('too-many-players')
  expect(mayJoin(2)).toBe('memory-full')
  usedMb = 501
  expect(mayJoin(0)).toBe('memory-full')
})
