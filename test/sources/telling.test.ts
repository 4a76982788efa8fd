import { expect, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import { silentLog } from '../../src/observability/log.ts'
import type { Heard } from '../../src/player/ports.ts'
import type { Source } from '../../src/sources/source.ts'
import { Telling } from '../../src/sources/telling.ts'
import { until } from '../discord/until.ts'
import { track } from '../domain/player/sample.ts'

const heard = (kind: Heard['kind'], positionMs: number, fields: Partial<Heard> = {}): Heard => ({
  ...{ kind, guildId: guildId('1'), track: track('song', { source: 'jellyfin' }) },
  ...{ startedAt: new Date(0), durationMs: null, positionMs, playedMs: positionMs, sounds: true },
  ...fields,
})

/** A source that takes what it's told when a test lets it; `told` has what it took, in order. */
function slow() {
  const told: string[] = []
  const asked: string[] = []
  let gate = Promise.withResolvers<void>()
  const source: Source = {
    name: 'jellyfin',
    owns: () => false,
    find: () => Promise.reject(new Error('nothing')),
    open: () => Promise.reject(new Error('nothing')),
    tell: async ({ kind, positionMs }, signal) => {
      asked.push(kind)
      const own = gate
      signal.addEventListener('abort', () => own.reject(signal.reason))
      await own.promise
      told.push(`${kind} ${positionMs}`)
    },
  }
  const passOn = (outcome: 'taken' | 'failed') => {
    const old = gate
    gate = Promise.withResolvers()
    if (outcome === 'taken') old.resolve()
    else old.reject(new Error('away'))
  }
  return { source, told, asked, passOn }
}

test('a source hears of a server in order, of the latest where it takes its time, and of the next after a failure', async () => {
  const { source, told, asked, passOn } = slow()
  using telling = new Telling([source], silentLog)
  telling.tell(heard('began', 0))
  for (let at = 1; at <= 50; at++) telling.tell(heard('goes-on', at))
  telling.tell(heard('ended', 51))
  passOn('failed')
  await until(() => asked.length === 2)
  passOn('taken')
  await until(() => asked.length === 3)
  passOn('taken')
  await until(() => told.length === 2)
  expect(told).toEqual(['goes-on 50', 'ended 51'])
})

test('a source that never answers keeps ten at most, holds up no other server, and is left at the end', async () => {
  const { source, told, asked, passOn } = slow()
  const telling = new Telling([source], silentLog)
  for (let at = 0; at < 100; at++) telling.tell(heard(at % 2 === 0 ? 'began' : 'ended', at))
  telling.tell(heard('began', 1_000, { guildId: guildId('2') }))
  passOn('taken')
  await until(() => told.length === 2)
  expect(told).toEqual(['began 0', 'began 1000'])
  for (let at = 0; at < 10; at++) {
    await until(() => asked.length === 3 + at)
    passOn('taken')
    await until(() => told.length === 3 + at)
  }
  expect(told.at(2)).toBe('began 90')
  expect(told.at(-1)).toBe('ended 99')
  telling.tell(heard('began', 2_000))
  telling[Symbol.dispose]()
  expect(told).toHaveLength(12)
})

test('only who wants to know is asked', () => {
  using telling = new Telling([slow().source], silentLog)
  expect(telling.wants({ source: 'jellyfin' })).toBe(true)
  expect(telling.wants({ source: 'local' })).toBe(false)
  telling.tell(heard('began', 0, { track: track('song') }))
})
