import { expect, test } from 'bun:test'
import { channelId, type GuildId, guildId } from '../../../src/base/ids.ts'
import type { VoiceStateRequest } from '../../../src/domain/voice.ts'
import {
  JOIN_EVERY_MS,
  JOINS_AT_ONCE,
  TOTAL_PER_MINUTE,
  VoiceBudget,
} from '../../../src/engine/signalling/budget.ts'
import { ManualClock } from '../../discord/manual-clock.ts'

const guild = (n: number): GuildId => guildId(String(1_000 + n))
const join = (id: GuildId): VoiceStateRequest => ({
  guild_id: id,
  channel_id: channelId('7'),
  self_mute: false,
  self_deaf: true,
})
const leave = (id: GuildId): VoiceStateRequest => ({ ...join(id), channel_id: null })

/** Every server asks until it is let through; returns when each went, in ms since the start. */
function everybodyJoins(budget: VoiceBudget, clock: ManualClock, servers: number): number[] {
  const startMs = clock.now()
  const went: number[] = []
  const ask = (id: GuildId): void => {
    const waitMs = budget.ask(0, join(id))
    if (waitMs === 0) went.push(clock.now() - startMs)
    else clock.after(waitMs, () => ask(id))
  }
  for (let n = 0; n < servers; n++) ask(guild(n))
  clock.advance(600_000)
  return went
}

const mostInAMinute = (times: readonly number[]): number =>
  Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length))

test('forty joins at once: the first go at once, the rest are told how long they wait', () => {
  const clock = new ManualClock()
  const budget = new VoiceBudget(clock)
  const waits = Array.from({ length: 40 }, (_, n) => budget.ask(0, join(guild(n))))
  expect(waits.filter((wait) => wait === 0)).toHaveLength(JOINS_AT_ONCE)
  expect(waits.at(JOINS_AT_ONCE)).toBe(JOIN_EVERY_MS)
  expect(waits.at(39)).toBe((40 - JOINS_AT_ONCE) * JOIN_EVERY_MS)
})

test('whoever waits its time and asks again goes, and the order of asking is kept', () => {
  const clock = new ManualClock()
  const went = everybodyJoins(new VoiceBudget(clock), clock, 40)
  expect(went).toHaveLength(40)
  expect(went.at(-1)).toBe((40 - JOINS_AT_ONCE) * JOIN_EVERY_MS)
})

test('three hundred servers that join at once never send a hundred in any minute', () => {
  const clock = new ManualClock()
  const went = everybodyJoins(new VoiceBudget(clock), clock, 300)
  expect(went).toHaveLength(300)
  expect(mostInAMinute(went)).toBeLessThan(95)
})

test('a leave goes at once while joins queue, and takes its own join out of the queue', () => {
  const clock = new ManualClock()
  const budget = new VoiceBudget(clock)
  for (let n = 0; n < 60; n++) budget.ask(0, join(guild(n)))
  expect(budget.ask(0, leave(guild(3)))).toBe(0)
  expect(budget.ask(0, leave(guild(59)))).toBe(0)
  clock.advance((60 - JOINS_AT_ONCE) * JOIN_EVERY_MS)
  expect(budget.ask(0, join(guild(59)))).toBeGreaterThan(0)
})

test('joins and leaves together stay below a hundred a minute', () => {
  const clock = new ManualClock()
  const budget = new VoiceBudget(clock)
  const answers = Array.from({ length: 150 }, (_, n) => budget.ask(0, leave(guild(n))))
  expect(answers.filter((wait) => wait === 0)).toHaveLength(TOTAL_PER_MINUTE)
  expect(budget.ask(0, join(guild(1)))).toBe(60_000)
  clock.advance(60_000)
  expect(budget.ask(0, leave(guild(149)))).toBe(0)
})

test('each shard has a budget of its own', () => {
  const clock = new ManualClock()
  const budget = new VoiceBudget(clock)
  for (let n = 0; n < 60; n++) budget.ask(0, join(guild(n)))
  expect(budget.ask(1, join(guild(61)))).toBe(0)
})

test('what a disconnected shard could not send costs nothing', () => {
  const clock = new ManualClock()
  const budget = new VoiceBudget(clock)
  for (let n = 0; n < 500; n++) {
    expect(budget.ask(0, join(guild(n % 10)))).toBe(0)
    budget.unsent(0, join(guild(n % 10)))
  }
  const waits = Array.from({ length: JOINS_AT_ONCE }, (_, n) => budget.ask(0, join(guild(n))))
  expect(new Set(waits)).toEqual(new Set([0]))
})
