import { expect, test } from 'bun:test'
import { userId } from '../../../src/base/ids.ts'
import type { Command } from '../../../src/domain/command.ts'
import { defaultSettings } from '../../../src/domain/settings.ts'
import { epochOf, snapshotOf, stateOf } from '../../../src/player/snapshot.ts'
import { enqueue, guild, refusalOf, Story } from './sample.ts'

const IDS = ['30', '31', '32', '33', '34'].map(userId)
const [, bob, cid, dan, eve] = IDS
const SKIP: Command = { kind: 'skip', count: 1 }
const by = (id = userId('0')) => ({ userId: id })

/** Somebody's tracks play to them and four others. */
function voting(voteSkipPercent = 50, people: readonly (typeof IDS)[number][] = IDS): Story {
  return new Story()
    .settings({ voteSkipPercent })
    .command(enqueue('a b'))
    .event({ kind: 'started' })
    .listeners(people)
}

test('as many as the threshold says skip together, and the one who asked for it skips alone', () => {
  const story = voting().command(SKIP, by(bob))
  expect(story.step.reply).toMatchObject({ kind: 'voted', votes: 1, needed: 3, leftMs: 60_000 })
  story.command(SKIP, by(cid))
  expect([story.current, story.effects]).toEqual(['a', ''])
  story.command(SKIP, by(dan))
  expect([story.current, story.step.reply?.kind, story.state.vote]).toEqual(['b', 'skipped', null])
  expect(story.effects).toBe('stop play')
  expect(voting().command(SKIP).current).toBe('b')
})

test('two votes of one member are one, and the time doesn’t begin anew', () => {
  const story = voting().command(SKIP, by(bob)).passes(20_000).command(SKIP, by(bob))
  expect(story.step.reply).toMatchObject({ votes: 1, leftMs: 40_000 })
})

test('never fewer than two decide, and 100 percent are all', () => {
  const few = voting(1).command(SKIP, by(bob))
  expect(few.step.reply).toMatchObject({ votes: 1, needed: 2 })
  expect(few.command(SKIP, by(cid)).current).toBe('b')
  expect(voting(100).command(SKIP, by(bob)).step.reply).toMatchObject({ needed: 5 })
})

test('a vote that isn’t won within 60 s is over, and the next one begins at nothing', () => {
  const story = voting().command(SKIP, by(bob)).passes(59_999)
  expect(story.state.vote).not.toBeNull()
  story.passes(1)
  expect([story.state.vote, story.effects]).toEqual([null, 'announce:vote-over'])
  expect(story.command(SKIP, by(cid)).step.reply).toMatchObject({ votes: 1, leftMs: 60_000 })
})

test('who leaves no longer counts: neither their vote, nor the one that’s missing', () => {
  const gone = voting().command(SKIP, by(bob)).command(SKIP, by(cid))
  gone.listeners([userId('30'), dan as never, eve as never])
  expect(gone.state.vote).toBeNull()
  const won = voting().command(SKIP, by(bob)).command(SKIP, by(cid))
  won.listeners(IDS.slice(0, 4))
  expect([won.current, won.effects]).toEqual(['b', 'stop play announce:skipped'])
})

test('a vote goes on with what the server has set by now, which may decide it', () => {
  const won = voting(80).command(SKIP, by(bob)).command(SKIP, by(cid))
  expect(won.settings({ voteSkipPercent: 41 }).effects).toBe('')
  expect([won.current, won.state.vote?.voters]).toEqual(['a', [bob, cid] as never])
  won.settings({ voteSkipPercent: 40 })
  expect([won.current, won.effects, won.state.vote]).toEqual([
    ...['b', 'stop play announce:skipped', null],
  ])
  const louder = voting(80).command(SKIP, by(bob)).command(SKIP, by(cid))
  louder.settings({ voteSkipPercent: 40, volume: 50 })
  expect([louder.effects, louder.effect('play').sound.volume]).toEqual([
    ...['sound stop play announce:skipped', 50],
  ])
  // Without votes nobody waits for more of them.
  const none = voting(80).command(SKIP, by(bob)).command(SKIP, by(cid))
  none.settings({ voteSkipPercent: 0 })
  expect([none.current, none.state.vote, none.passes(60_000).effects]).toEqual(['a', null, ''])
})

test('a vote ends with its track, however that ends', () => {
  const story = voting().command(SKIP, by(bob)).event({ kind: 'ended' })
  expect([story.current, story.state.vote]).toEqual(['b', null])
})

test('what people could vote about can’t be ended by a detour', () => {
  for (const command of [
    { kind: 'skip', count: 2 },
    { kind: 'stop' },
    { kind: 'clear' },
    { kind: 'leave' },
    { kind: 'remove', position: 1 },
    { kind: 'seek', target: { kind: 'to', ms: 179_000 } },
    enqueue('x', 'now'),
  ] satisfies Command[])
    expect(
      refusalOf(() => voting().command(command, by(bob))),
      command.kind,
    ).toBe('dj-only')
})

test('whoever called the bot leads it; when they leave, somebody who listens does', () => {
  const story = new Story().command(enqueue('a'), by(bob)).event({ kind: 'started' })
  story.listeners(IDS.slice(0, 3)).settings({ djOnly: 'control' })
  expect(refusalOf(() => story.command({ kind: 'pause' }, by(cid)))).toBe('dj-only')
  expect(refusalOf(() => story.command({ kind: 'dj', userId: cid as never }, by(cid)))).toBe(
    'dj-only',
  )
  story.command({ kind: 'dj', userId: cid as never }, by(bob))
  expect(story.command({ kind: 'pause' }, by(cid)).state.paused).toBe(true)
  expect(refusalOf(() => story.command({ kind: 'dj', userId: eve as never }, by(cid)))).toBe(
    'dj-not-here',
  )
  // Who asked for the track that plays comes before who has been there longest.
  expect(story.listeners([bob as never, userId('30')]).state.djId).toBe(userId('30'))
  expect(story.listeners([]).state.djId).toBeNull()
})

test('alone in the channel, anybody leads', () => {
  const story = new Story().command(enqueue('a'), by(bob)).event({ kind: 'started' })
  story.settings({ djOnly: 'everything' }).listeners([cid as never])
  expect(story.command({ kind: 'stop' }, by(cid)).current).toBeNull()
})

test('a vote survives a restart with the time that it has left, and not longer than a vote lasts', () => {
  const { state } = voting().command(SKIP, by(bob)).passes(10_000)
  const before = epochOf({ now: () => 10_000, after: () => ({ [Symbol.dispose]() {} }) })
  const stored = snapshotOf(guild, state, before)
  // The new process's clock has just begun; the old one's vote ends 50 s from now.
  const again = stateOf(stored, 'r' as never, before + 10_000)
  expect(again.vote).toMatchObject({ voters: [bob], trackId: 'a' })
  expect(again.vote?.endsAtMs).toBeCloseTo(50_000, -3)
  expect(again.djId).toBe(userId('30'))
  const earlier = stateOf(stored, 'r' as never, before + 10_000 - 3_600_000)
  expect(earlier.vote?.endsAtMs).toBeLessThanOrEqual(3_600_000 + 61_000)
  expect(again.settings).toEqual(defaultSettings)
})
