import { expect, test } from 'bun:test'
import type { RequestId, TrackId } from '../../../src/base/ids.ts'
import { chooseRelated, type Related } from '../../../src/domain/autoplay.ts'
import { FAILURES_IN_A_ROW } from '../../../src/domain/player/react/failing.ts'
import { transition } from '../../../src/domain/player/transition.ts'
import { seededRandom } from '../../../src/domain/random.ts'
import type { FoundTrack } from '../../../src/domain/track.ts'
import { enqueue, playing, type Story, track } from './sample.ts'

function found(title: string, fields: Partial<FoundTrack> = {}): Related {
  const { id: _id, requestedBy: _by, ...rest } = track(title, fields)
  return { track: rest, by: 'artist' }
}

/** A track plays alone, with autoplay on, and is 50 s before its end. */
const last = (): Story =>
  playing('a')
    .command({ kind: 'autoplay', mode: 'artist' })
    .event({ kind: 'position', positionMs: 130_000 })

function answer(story: Story, related: readonly Related[], to = 'a'): Story {
  const ids = { to: to as TrackId, id: 'new' as TrackId, requestId: 'r9' as RequestId }
  const step = transition(story.state, { kind: 'related', ...ids, found: related, chance: 1 }, 0)
  story.state = step.state
  story.step = step
  return story
}

test('before the last track ends, what goes with it is looked for, once, and comes next', () => {
  const story = last()
  expect(story.effects).toBe('relate')
  expect(story.event({ kind: 'position', positionMs: 131_000 }).effects).toBe('')
  answer(story, [found('b')])
  expect(story.upcoming).toBe('b')
  expect(story.state.upcoming[0]).toMatchObject({ id: 'new', chosen: { by: 'artist', title: 'a' } })
  expect(story.event({ kind: 'position', positionMs: 151_000 }).effects).toBe('prepare')
  expect(story.event({ kind: 'ended' }).effects).toBe('play')
  expect(story.event({ kind: 'started' }).effect('announce').notice).toMatchObject({
    ...{ kind: 'chosen', track: { title: 'b' }, by: 'artist', other: { title: 'a' } },
  })
  // The new one is asked for in its turn.
  expect(story.event({ kind: 'position', positionMs: 130_000 }).effects).toBe('relate')
})

test('nobody is told that the music ends while it’s being looked for; it goes on when it’s found', () => {
  const story = last().event({ kind: 'ended' })
  expect(story.effects).toBe('stop')
  expect(answer(story, [found('b')]).effects).toBe('play')
  expect(story.current).toBe('b')
  const none = last().event({ kind: 'ended' })
  expect(answer(none, []).effects).toBe('announce:nothing-related')
  expect(answer(none, [found('b')]).effects).toBe('')
  const early = answer(last(), [])
  expect(early.event({ kind: 'ended' }).effects).toBe('stop announce:nothing-related')
})

test('what was chosen and then removed is asked for again at the end, and another one is taken', () => {
  const story = answer(last(), [found('b')]).command({ kind: 'clear' })
  expect(story.upcoming).toBe('')
  expect(story.event({ kind: 'ended' }).effects).toBe('stop relate')
  expect(answer(story, [found('b'), found('c')]).current).toBe('c')
})

test('a chosen track that can’t be played gives way to another one, a few times', () => {
  const story = answer(last(), [found('t0')]).event({ kind: 'ended' })
  for (let turn = 1; turn < FAILURES_IN_A_ROW; turn++) {
    expect(story.playFailed().effects).toBe('stop announce:failed relate')
    answer(story, [found(`t${turn}`)], 'new')
    expect(story.current).toBe(`t${turn}`)
  }
  expect(story.playFailed().effects).toBe('stop announce:failed')
  expect(story.state.failures).toBe(0)
})

test('a skip of the last track asks at once', () => {
  const story = playing('a').command({ kind: 'autoplay', mode: 'mixed' })
  expect(story.command({ kind: 'skip', count: 1 }).effects).toBe('stop relate')
  expect(answer(story, [found('b')]).current).toBe('b')
})

test('a stop, a leave, or turning it off ends the search', () => {
  for (const kind of ['stop', 'leave'] as const) {
    const story = last().command({ kind })
    expect(answer(story, [found('b')]).current).toBeNull()
  }
  const off = last().command({ kind: 'autoplay', mode: 'off' })
  expect(answer(off, [found('b')]).upcoming).toBe('')
  expect(off.event({ kind: 'ended' }).effects).toBe('stop announce:finished')
})

test('what people queue takes the place of what was chosen', () => {
  const story = answer(last(), [found('b')]).command(enqueue('c'))
  expect(story.upcoming).toBe('c')
  expect(story.step.reply).toMatchObject({ kind: 'queued', position: 1 })
  expect(answer(last().command(enqueue('c')), [found('b')]).upcoming).toBe('c')
})

test('the server’s setting holds until somebody sets another', () => {
  const story = playing('a').settings({ autoplay: 'genre' })
  expect(story.event({ kind: 'position', positionMs: 130_000 }).effect('relate').mode).toBe('genre')
  const own = playing('a')
    .settings({ autoplay: 'genre' })
    .command({ kind: 'autoplay', mode: 'off' })
  expect(own.event({ kind: 'position', positionMs: 130_000 }).effects).toBe('')
})

test('loops, live streams and queued tracks leave nothing to choose', () => {
  const looped = playing('a').command({ kind: 'autoplay', mode: 'artist' })
  looped.command({ kind: 'loop', loop: 'track' })
  expect(looped.event({ kind: 'position', positionMs: 130_000 }).effects).toBe('')
  const queued = playing('a b').command({ kind: 'autoplay', mode: 'artist' })
  expect(queued.event({ kind: 'position', positionMs: 130_000 }).effects).toBe('')
})

test('never a known song, a live stream, or a version that the seed isn’t', () => {
  const seed = track('Hello', { artist: 'Adele' })
  const known = [track('Skyfall', { artist: 'Adele' })]
  const related = [
    found('Adele - Hello (Official Video)', { artist: 'Someone' }),
    found('SKYFALL', { artist: 'Adele' }),
    found('Rolling in the Deep (Live at Home)', { artist: 'Adele' }),
    found('Easy On Me [Karaoke]', { artist: 'Adele' }),
    found('Adele Radio', { live: true }),
    found('Someone Like You', { artist: 'Adele' }),
  ]
  for (let chance = 0; chance < 50; chance++)
    expect(chooseRelated(related, seed, known, chance)?.track.title).toBe('Someone Like You')
  expect(chooseRelated(related.slice(0, 5), seed, known, 1)).toBeNull()
  const live = track('Hello (Live)', { artist: 'Adele' })
  const titles = Array.from({ length: 50 }, (_, chance) =>
    chooseRelated(related, live, known, chance),
  )
  expect(titles.map((one) => one?.track.title)).toContain('Rolling in the Deep (Live at Home)')
})

test('what a server doesn’t want isn’t chosen, and nothing of a library that members don’t see', () => {
  const hidden = last().settings({ libraryVisible: false })
  expect(answer(hidden, [found('b')]).upcoming).toBe('')
  const word = last().settings({ blockedWords: ['bad'] })
  expect(answer(word, [found('a bad song'), found('good')]).upcoming).toBe('good')
})

test('no song comes twice within fifty, whatever is offered', () => {
  const random = seededRandom(7)
  const story = playing('s0')
  story.command({ kind: 'autoplay', mode: 'mixed' })
  const heard = ['s0']
  for (let turn = 0; turn < 150; turn++) {
    const offered = Array.from({ length: 30 }, () => found(`s${Math.floor(random() * 90)}`))
    const to = story.state.current?.track.id ?? ''
    story.event({ kind: 'position', positionMs: 130_000 })
    answer(story, offered, to)
    story.state = {
      ...story.state,
      upcoming: story.state.upcoming.map((one) => ({ ...one, id: `t${turn}` as TrackId })),
    }
    if (story.state.upcoming.length === 0) continue
    story.event({ kind: 'ended' }).event({ kind: 'started' })
    heard.push(story.current ?? '')
  }
  expect(heard.length).toBeGreaterThan(60)
  for (const [at, title] of heard.entries())
    expect(heard.slice(Math.max(0, at - 50), at)).not.toContain(title)
})
