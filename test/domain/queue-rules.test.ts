import { expect, test } from 'bun:test'
import { userId } from '../../src/base/ids.ts'
import type { Command } from '../../src/domain/command.ts'
import type { GuildSettings } from '../../src/domain/settings.ts'
import { playing, refusalOf, Story, track } from './player/sample.ts'

const ann = userId('30')
const bob = userId('31')

/** `a b` plays and waits, ann's both, where that's set; and bob queues these. */
const story = (settings: Partial<GuildSettings>) => playing('a b').settings(settings)
const minutes = (title: string, min: number | null) =>
  track(title, { requestedBy: bob, durationMs: min === null ? null : min * 60_000 })
const queue = (...tracks: readonly ReturnType<typeof track>[]): Command => ({
  ...{ kind: 'enqueue', tracks, place: 'end' },
})
const byBob = (name: string, of = name) => track(name, { requestedBy: bob, locator: `${of}.flac` })

test('tracks that are too long stay out; those whose length nobody knows don’t', () => {
  const short = story({ maxTrackMin: 5 })
  short.command(queue(minutes('x', 5), minutes('y', 6), minutes('z', null)))
  expect(short.upcoming).toBe('b x z')
  expect(short.step.reply).toMatchObject({ kind: 'queued', more: 1, left: 1 })
  expect(refusalOf(() => short.command(queue(minutes('v', 6))))).toBe('track-too-long')
})

test('a track that plays or waits already is queued, queued with a remark, or not, as the server has set', () => {
  const again = queue(byBob('x', 'a'), byBob('y', 'b'), byBob('z'), byBob('v', 'z'))
  const free = story({}).command(again)
  expect([free.upcoming, free.step.reply]).toMatchObject(['b x y z v', { more: 3 }])
  expect(free.step.reply).not.toHaveProperty('twice')
  const warned = story({ duplicates: 'warn' }).command(again)
  expect([warned.upcoming, warned.step.reply]).toMatchObject(['b x y z v', { twice: 3, left: 0 }])
  const blocked = story({ duplicates: 'block' }).command(again)
  expect([blocked.upcoming, blocked.step.reply]).toMatchObject(['b z', { twice: 0, left: 3 }])
  expect(refusalOf(() => blocked.command(queue(byBob('w', 'z'))))).toBe('already-queued')
})

test('a member has so many tracks in the queue, whatever the others have', () => {
  const few = story({ maxPerMember: 2 }).command(queue(byBob('x'), byBob('y'), byBob('z')))
  expect([few.upcoming, few.step.reply]).toMatchObject(['b x y', { left: 1 }])
  expect(refusalOf(() => few.command(queue(byBob('v'))))).toBe('member-limit')
  expect(few.command(queue(track('w', { requestedBy: ann }))).upcoming).toBe('b x y w')
})

test('a queue takes so many tracks, besides the one that begins at once', () => {
  const small = story({ maxQueue: 3 }).command(queue(byBob('x'), byBob('y'), byBob('z')))
  expect([small.upcoming, small.step.reply]).toMatchObject(['b x y', { left: 1 }])
  expect(refusalOf(() => small.command(queue(byBob('v'))))).toBe('queue-full')
  const idle = new Story().settings({ maxQueue: 1, maxPerMember: 1 })
  idle.command(queue(byBob('x'), byBob('y'), byBob('z')))
  expect([idle.current, idle.upcoming, idle.step.reply]).toMatchObject(['x', 'y', { left: 1 }])
  const told = idle.event({ kind: 'started' }).effect('announce').notice
  expect(told).toMatchObject({ kind: 'playing', more: 1, left: 1 })
})

test('where turns are fair, the answer names the place that the track got', () => {
  const fair = playing('a b c d')
    .settings({ fairOrder: true })
    .command(queue(byBob('x')))
  expect(fair.upcoming).toBe('x b c d')
  expect(fair.step.reply).toMatchObject({ kind: 'queued', position: 1 })
  fair.command(queue(byBob('y'))).command({ kind: 'shuffle', seed: 3 })
  const turns = fair.state.upcoming.map(({ requestedBy }) => requestedBy)
  expect(turns).toEqual([bob, ann, bob, ann, ann])
})
