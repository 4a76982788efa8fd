import { expect, test } from 'bun:test'
import { CircuitBreaker } from '../../src/base/circuit-breaker.ts'
import { ManualClock } from '../discord/manual-clock.ts'

const LIMITS = { failures: 2, openMs: 1_000 }
const refuse = () => new Error('open')
const fails = () => Promise.reject(new Error('down'))

test('after some failures in a row calls are refused without being made', async () => {
  const breaker = new CircuitBreaker(new ManualClock(), LIMITS)
  let calls = 0
  const call = () => {
    calls++
    return fails()
  }
  for (let n = 0; n < 2; n++) await expect(breaker.run(call, refuse)).rejects.toThrow('down')
  await expect(breaker.run(call, refuse)).rejects.toThrow('open')
  expect(calls).toBe(2)
  expect(breaker.closed).toBe(false)
})

test('a success in between resets the count', async () => {
  const breaker = new CircuitBreaker(new ManualClock(), LIMITS)
  for (let n = 0; n < 5; n++) {
    await breaker.run(fails, refuse).catch(() => {})
    expect(await breaker.run(async () => n, refuse)).toBe(n)
  }
  expect(breaker.closed).toBe(true)
})

test('after a while one call decides for all', async () => {
  const clock = new ManualClock()
  const breaker = new CircuitBreaker(clock, LIMITS)
  for (let n = 0; n < 2; n++) await breaker.run(fails, refuse).catch(() => {})
  clock.advance(1_000)
  const probe = Promise.withResolvers<string>()
  const probing = breaker.run(() => probe.promise, refuse)
  await expect(breaker.run(async () => 'second', refuse)).rejects.toThrow('open')
  probe.resolve('back')
  expect(await probing).toBe('back')
  expect(await breaker.run(async () => 'all', refuse)).toBe('all')
})

test('a call from before it opened, which fails during the try, lets no second one through', async () => {
  const clock = new ManualClock()
  const breaker = new CircuitBreaker(clock, LIMITS)
  const slow = Promise.withResolvers<never>()
  const before = breaker.run(() => slow.promise, refuse)
  for (let n = 0; n < 2; n++) await breaker.run(fails, refuse).catch(() => {})
  clock.advance(1_000)
  const probe = Promise.withResolvers<string>()
  const probing = breaker.run(() => probe.promise, refuse)
  slow.reject(new Error('down'))
  await expect(before).rejects.toThrow('down')
  clock.advance(1_000)
  await expect(breaker.run(async () => 'second', refuse)).rejects.toThrow('open')
  probe.resolve('back')
  expect(await probing).toBe('back')
})

test('a probe that fails keeps it open for as long again', async () => {
  const clock = new ManualClock()
  const breaker = new CircuitBreaker(clock, LIMITS)
  for (let n = 0; n < 2; n++) await breaker.run(fails, refuse).catch(() => {})
  clock.advance(1_000)
  await expect(breaker.run(fails, refuse)).rejects.toThrow('down')
  clock.advance(999)
  await expect(breaker.run(async () => 1, refuse)).rejects.toThrow('open')
  clock.advance(1)
  expect(await breaker.run(async () => 1, refuse)).toBe(1)
})
