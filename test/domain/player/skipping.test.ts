import { expect, test } from 'bun:test'
import { eventsOf } from '../../../src/domain/events.ts'
import { deadlineOf } from '../../../src/domain/player/deadlines.ts'
import type { PlayerState } from '../../../src/domain/player/state.ts'
import { transition } from '../../../src/domain/player/transition.ts'
import { Story, track } from './sample.ts'

const MINUTES = 3
/** Videos of three minutes play in a server that leaves out sponsors, intros and credits. */
function videos(names: string): Story {
  const tracks = names.split(' ').map((name) => track(name, { source: 'yt-dlp' }))
  const story = new Story().settings({ skippedSegments: ['sponsor', 'intro', 'outro'] })
  return story.command({ kind: 'enqueue', tracks, place: 'end' })
}
const sounding = (names: string): Story => videos(names).event({ kind: 'started' })
const at = (story: Story, seconds: number) =>
  story.event({ kind: 'position', positionMs: seconds * 1_000 })
const seeks = (story: Story) =>
  story.step.effects.flatMap((effect) =>
    effect.kind === 'seek' ? [effect.positionMs / 1_000] : [],
  )

test('segments are asked for once: of what plays, and once that sounds, of what comes next', () => {
  const story = videos('a b c')
  expect(story.effects).toBe('connect play find-segments')
  expect(story.event({ kind: 'started' }).effects).toBe('announce:playing find-segments')
  expect(story.effect('find-segments').track.title).toBe('b')
  expect(at(story, 1).effects).toBe('')
  expect(story.command({ kind: 'skip', count: 1 }).effects).toBe('stop play')
  expect(story.event({ kind: 'started' }).effect('find-segments').track.title).toBe('c')
  expect(story.state.segments.map(({ trackId }) => String(trackId))).toEqual(['b', 'c'])
})

test('nothing is asked for where the server leaves out nothing, nor of files and streams', () => {
  const files = new Story().settings({ skippedSegments: ['sponsor'] })
  files.command({ kind: 'enqueue', tracks: [track('file')], place: 'end' })
  expect(files.effects).toBe('connect play')
  const stream = new Story().settings({ skippedSegments: ['sponsor'] })
  const live = track('live', { source: 'yt-dlp', live: true })
  expect(stream.command({ kind: 'enqueue', tracks: [live], place: 'end' }).effects).toBe(
    'connect play',
  )
  const whole = new Story()
  whole.command({ kind: 'enqueue', tracks: [track('a', { source: 'yt-dlp' })], place: 'end' })
  expect(whole.effects).toBe('connect play')
})

test('a segment is left out at the moment in which it is reached, and people are told once a track', () => {
  const story = sounding('a').segments('a', ['sponsor', 10, 20], ['intro', 60, 65])
  expect(story.effects).toBe('')
  at(story, 8)
  expect(deadlineOf(story.state)).toBe(story.now + 2_000)
  story.passes(1_900)
  expect(story.effects).toBe('')
  story.passes(100)
  expect(story.effects).toBe('seek announce:left-out')
  expect(seeks(story)).toEqual([20])
  expect(story.state.current?.positionMs).toBe(20_000)
  at(story, 59)
  expect(story.passes(1_000).effects).toBe('seek')
  expect(seeks(story)).toEqual([65])
  expect(deadlineOf(story.state)).toBeNull()
})

test('a jump that lands short of the segment’s end does not jump again', () => {
  const story = at(sounding('a').segments('a', ['sponsor', 10, 20]), 10)
  expect(seeks(story)).toEqual([20])
  for (const seconds of [14, 15, 19.9, 20]) expect(at(story, seconds).effects).toBe('')
})

test('the moment is counted anew from each position, and not while nothing sounds', () => {
  const story = at(sounding('a').segments('a', ['sponsor', 10, 20]), 5)
  story.command({ kind: 'pause' })
  expect(deadlineOf(story.state)).toBeNull()
  story.passes(60_000).command({ kind: 'resume' })
  expect(deadlineOf(story.state)).toBeNull()
  at(story, 5)
  expect(deadlineOf(story.state)).toBe(story.now + 5_000)
  story.event({ kind: 'waiting', reason: 'source' })
  expect(deadlineOf(story.state)).toBeNull()
  at(story, 6)
  story.command({ kind: 'seek', target: { kind: 'to', ms: 1_000 } })
  expect(deadlineOf(story.state)).toBeNull()
})

test('the length that metadata tells bounds no segment: what plays for it may be longer', () => {
  const row = track('a', { source: 'query', durationMs: 60_000 })
  const story = new Story().settings({ skippedSegments: ['sponsor'] })
  story.command({ kind: 'enqueue', tracks: [row], place: 'end' })
  expect(story.effects).toBe('connect play find-segments')
  story.event({ kind: 'started', durationMs: 180_000, stated: false })
  at(story.segments('a', ['sponsor', 70, 80]), 60)
  expect(story.state.current?.track.title).toBe('a')
  expect(at(story, 69).passes(1_000).effects).toBe('seek announce:left-out')
  expect(seeks(story)).toEqual([80])
})

test('where a member seeks to is played, and so is a rewind into what was just left out', () => {
  const story = at(sounding('a').segments('a', ['sponsor', 10, 20], ['intro', 60, 65]), 1)
  story.command({ kind: 'seek', target: { kind: 'to', ms: 12_000 } })
  expect(seeks(story)).toEqual([12])
  expect(at(story, 12).effects).toBe('')
  expect(at(story, 59.5).passes(500).effects).toBe('seek announce:left-out')
  story.command({ kind: 'seek', target: { kind: 'by', ms: -4_000 } })
  expect(seeks(story)).toEqual([61])
  expect(at(story, 61).effects).toBe('')
  story.command({ kind: 'seek', target: { kind: 'to', ms: 5_000 } })
  expect(at(story, 9).passes(1_000).effects).toBe('seek')
})

test('a segment at the very start is not played: not where it is known, nor where it comes late', () => {
  const late = sounding('a').segments('a', ['intro', 0, 15])
  expect(late.effects).toBe('seek announce:left-out')
  expect(seeks(late)).toEqual([15])
  const early = videos('a').segments('a', ['intro', 0, 15])
  expect(early.effects).toBe('seek')
  expect(early.event({ kind: 'started' }).effects).toBe('announce:playing announce:left-out')
  const next = sounding('a b').segments('b', ['intro', 0, 15])
  expect(at(next, 170).effect('prepare')).toMatchObject({ startMs: 15_000 })
  next.event({ kind: 'ended' })
  expect([next.effects, next.effect('play').startMs, next.state.prepared]).toEqual([
    'play',
    15_000,
    null,
  ])
  expect(next.command({ kind: 'replay' }).effects).toBe('seek')
  expect(seeks(next)).toEqual([15])
})

test('what was opened ahead at the start is opened anew behind an intro that becomes known', () => {
  const story = at(sounding('a b'), 170)
  expect(story.effect('prepare').startMs).toBe(0)
  expect(story.segments('b', ['intro', 0, 15]).effect('prepare').startMs).toBe(15_000)
})

test('a segment to the end ends the track, which has finished; the next is opened ahead of that', () => {
  const story = sounding('a b').segments('a', ['outro', 150, MINUTES * 60])
  expect(at(story, 119).effects).toBe('')
  expect(at(story, 120).effects).toBe('prepare')
  const before = at(story, 149).state
  story.passes(1_000)
  expect(story.effects).toBe('announce:left-out stop play')
  expect([story.current, story.state.past.played.map(({ title }) => title)]).toEqual(['b', ['a']])
  expect(kindsOf(before, story.state)).toEqual([
    'track_end finished',
    'queue_updated',
    'track_load',
  ])
})

test('of the last track, people hear that the queue is over', () => {
  const story = sounding('a').segments('a', ['outro', 150, 179.5])
  expect(at(story, 149).passes(1_000).effects).toBe('announce:left-out stop announce:finished')
  expect(story.state.current).toBeNull()
})

test('each round of a loop leaves out the same, and tells of it once', () => {
  const story = sounding('a').segments('a', ['sponsor', 10, 20], ['outro', 150, 180])
  story.command({ kind: 'loop', loop: 'track' })
  expect(at(story, 9).passes(1_000).effects).toBe('seek announce:left-out')
  expect(at(story, 149).passes(1_000).effects).toBe('stop play')
  story.event({ kind: 'started' })
  expect(at(story, 9).passes(1_000).effects).toBe('seek')
})

test('a vote goes on, and nothing of it can be undone or gone back to', () => {
  const story = sounding('a b').segments('a', ['sponsor', 10, 20])
  story.settings({ voteSkipPercent: 100 }).listeners(['30', '31', '32'] as never)
  story.command({ kind: 'skip', count: 1 }, { userId: '31' as never })
  const { vote, past } = at(story, 9).state
  story.passes(1_000)
  expect(vote).not.toBeNull()
  expect([story.state.vote, story.state.past]).toEqual([vote, past])
})

test('what the server leaves out holds from the moment in which it is set', () => {
  const story = at(sounding('a').segments('a', ['sponsor', 10, 20], ['filler', 30, 40]), 9)
  expect(deadlineOf(story.settings({ skippedSegments: ['filler'] }).state)).toBeNull()
  expect(at(story, 29).passes(1_000).effects).toBe('seek announce:left-out')
  expect(story.settings({ skippedSegments: [] }).state.segments).toEqual([])
})

test('nothing is left out of what can’t be sought in, nor by an answer that comes for another track', () => {
  const stuck = videos('a').event({ kind: 'started', seekable: false })
  expect(stuck.segments('a', ['sponsor', 0, 20]).effects).toBe('')
  expect(sounding('a b').segments('z', ['sponsor', 0, 20]).effects).toBe('')
})

test('clients learn what was left out, and where the track goes on', () => {
  const story = at(sounding('a').segments('a', ['sponsor', 10, 20]), 9)
  const before = story.state
  expect(kindsOf(before, story.passes(1_000).state)).toEqual(['segment_skipped', 'sought'])
  expect(eventsOf(before, { kind: 'time' }, story.state)).toEqual([
    { kind: 'segment_skipped', startMs: 10_000, endMs: 20_000, categories: ['sponsor'] },
    { kind: 'sought', positionMs: 20_000 },
  ])
})

test('a track that fails in a segment that’s left out goes on behind it', () => {
  const story = sounding('a')
  story.event({ kind: 'failed', code: 'source-lost', positionMs: 12_000 })
  story.segments('a', ['sponsor', 10, 20])
  expect(seeks(story)).toEqual([])
  story.now = 2_000
  expect(transition(story.state, { kind: 'time' }, story.now).effects).toMatchObject([
    { kind: 'play', startMs: 20_000 },
  ])
})

/** What happened when a deadline came. */
const kindsOf = (before: PlayerState, after: PlayerState): string[] =>
  eventsOf(before, { kind: 'time' }, after).map((event) =>
    event.kind === 'track_end' ? `${event.kind} ${event.outcome}` : event.kind,
  )
