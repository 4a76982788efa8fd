import { expect, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import { Placement } from '../../src/engine/placement.ts'

const guild = (n: number) => guildId(String(n))

test('servers spread over the workers, each to the least loaded one', () => {
  const placement = new Placement(3)
  const homes = [1, 2, 3, 4, 5, 6].map((n) => placement.place(guild(n)).worker)
  expect(homes).toEqual([0, 1, 2, 0, 1, 2])
  placement.release(guild(2))
  placement.release(guild(5))
  expect(placement.place(guild(7)).worker).toBe(1)
})

test('a server stays where it is for as long as it is connected', () => {
  const placement = new Placement(2)
  const home = placement.place(guild(1)).worker
  for (let n = 2; n < 9; n++) placement.place(guild(n))
  expect(placement.place(guild(1)).worker).toBe(home)
  expect(placement.find(guild(1))).toBe(home)
  expect(placement.guildsOf(home)).toContain(guild(1))
})

test('releasing twice is harmless, and an unknown server has no worker', () => {
  const placement = new Placement(1)
  placement.place(guild(1))
  placement.release(guild(1))
  placement.release(guild(1))
  expect(placement.find(guild(1))).toBeNull()
  expect(placement.guildsOf(0)).toEqual([])
})

test('a worker that lets go of an older join leaves the newer one its place', () => {
  const placement = new Placement(1)
  const first = placement.place(guild(1))
  const second = placement.place(guild(1))
  expect(placement.release(guild(1), first.placing)).toBe(false)
  expect(placement.find(guild(1))).toBe(second.worker)
  expect(placement.release(guild(1), second.placing)).toBe(true)
  expect(placement.find(guild(1))).toBeNull()
})

test('an engine without workers is refused', () => {
  expect(() => new Placement(0)).toThrow(RangeError)
})
