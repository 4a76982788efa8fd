import { expect, test } from 'bun:test'
import { playing, Story, track } from './sample.ts'

const at = (story: Story, positionMs: number) => story.event({ kind: 'position', positionMs })
const preparedBy = (story: Story) => [story.effects, story.state.prepared] as const

test('the next track is opened once, half a minute before the end of one whose length is stated', () => {
  const story = playing('a b c')
  expect(preparedBy(at(story, 149_000))).toEqual(['', null])
  expect(preparedBy(at(story, 150_000))).toEqual(['prepare', 'b' as never])
  expect(story.effect('prepare').track.title).toBe('b')
  expect(preparedBy(at(story, 151_000))).toEqual(['', 'b' as never])
  // Its order takes it over, and nothing is dropped.
  expect(preparedBy(story.event({ kind: 'ended' }))).toEqual(['play', null])
  expect(preparedBy(story.event({ kind: 'started' }))).toEqual(['announce:playing', null])
})

test('where the length is only guessed, from half of it on; where nobody knows it, after 10 s', () => {
  const guessed = playing('a b')
  guessed.event({ kind: 'started', stated: false })
  expect(at(guessed, 89_000).effects).toBe('')
  expect(at(guessed, 90_000).effects).toBe('prepare')
  const tracks = [track('a', { durationMs: null }), track('b')]
  const unknown = new Story().command({ kind: 'enqueue', tracks, place: 'end' })
  unknown.event({ kind: 'started', durationMs: null, stated: false })
  expect(at(unknown, 9_000).effects).toBe('')
  expect(at(unknown, 10_000).effects).toBe('prepare')
})

test('when another track comes next, that one is opened in its place; when none does, it is dropped', () => {
  const story = at(playing('a b c'), 170_000)
  expect(story.command({ kind: 'move', from: 2, to: 1 }).effects).toBe('prepare')
  expect(story.effect('prepare').track.title).toBe('c')
  story.command({ kind: 'clear' })
  expect(preparedBy(story)).toEqual(['unprepare', null])
})

test('loops decide what comes next', () => {
  const story = at(playing('a b'), 170_000)
  expect(story.state.prepared as string | null).toBe('b')
  expect(story.command({ kind: 'loop', loop: 'track' }).effect('prepare').track.title).toBe('a')
  expect(story.event({ kind: 'ended' }).effects).toBe('play')
  expect(story.state.prepared).toBeNull()
  const alone = at(playing('a'), 170_000)
  expect(alone.effects).toBe('')
  expect(alone.command({ kind: 'loop', loop: 'queue' }).effect('prepare').track.title).toBe('a')
})

test('neither a live stream nor one that goes on where it was is opened ahead', () => {
  const tracks = [track('a'), track('radio', { live: true })]
  const story = new Story().command({ kind: 'enqueue', tracks, place: 'end' })
  expect(at(story.event({ kind: 'started' }), 170_000).effects).toBe('')
})

test('it is dropped when something else plays, or when the engine loses its connection', () => {
  const replaced = at(playing('a b'), 170_000).command({
    ...{ kind: 'enqueue', place: 'now', tracks: [track('z')] },
  })
  expect(replaced.effects).toBe('stop play unprepare')
  expect(at(playing('a b'), 170_000).sessionLost().effects).toBe(
    'disconnect connect play unprepare',
  )
  const left = at(playing('a b'), 170_000).command({ kind: 'leave' })
  expect(left.effects).toBe('disconnect unprepare')
  const lost = at(playing('a b'), 170_000).event({ kind: 'engine-lost' })
  expect(lost.effects).toBe('connect play unprepare')
  expect(lost.event({ kind: 'started' }).effects).toBe('prepare')
})

test('a skip takes over what is prepared', () => {
  const story = at(playing('a b c'), 170_000).command({ kind: 'skip', count: 1 })
  expect(story.effects).toBe('stop play')
  expect(story.state.prepared).toBeNull()
})
