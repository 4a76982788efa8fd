import { describe, expect, test } from 'bun:test'
import type { TrackId } from '../../../../src/base/ids.ts'
import type { Input } from '../../../../src/domain/player/transition.ts'
import { transition } from '../../../../src/domain/player/transition.ts'
import { playing, track } from '../sample.ts'

function instead(of: string): Extract<Input, { kind: 'instead' }> {
  const { id: _id, ...match } = track('match')
  return { kind: 'instead', of: of as TrackId, code: 'region', track: match }
}

describe('the next match of a track that can’t be played', () => {
  test('takes its place in the queue as the same entry, and is told', () => {
    const { state } = playing('a b c')
    const step = transition(state, instead('b'), 0)
    expect(step.state.upcoming.map(({ id, title }) => `${id}: ${title}`)).toEqual([
      'b: match',
      'c: c',
    ])
    expect(step.effects).toMatchObject([
      {
        kind: 'announce',
        notice: {
          kind: 'instead',
          track: { title: 'match' },
          other: { title: 'b' },
          code: 'region',
        },
      },
    ])
  })

  test('begins at once where that was to play, and whoever waits for it still does', () => {
    const { state } = playing('a b')
    const { current } = state
    if (current === null) throw new Error('nothing plays')
    const waiting = { ...state, current: { ...current, started: false, asked: true, more: 3 } }
    const step = transition(waiting, instead('a'), 0)
    expect(step.state.current).toMatchObject({ asked: true, more: 3, track: { title: 'match' } })
    expect(step.effects.map(({ kind }) => kind)).toEqual(['announce', 'play'])
  })

  test('changes nothing where that sounds after all, or is gone', () => {
    const { state } = playing('a b')
    for (const of of ['a', 'gone']) expect(transition(state, instead(of), 0).state).toEqual(state)
  })

  test('is opened ahead anew where that was being opened', () => {
    const { state } = playing('a b').event({ kind: 'position', positionMs: 170_000 })
    const prepared = { ...state, prepared: 'b' as TrackId }
    const step = transition(prepared, instead('b'), 0)
    const ahead = step.effects.find(({ kind }) => kind === 'prepare')
    expect(ahead === undefined ? step.state.prepared : ahead).toMatchObject(
      ahead === undefined ? {} : { track: { title: 'match' } },
    )
  })
})
