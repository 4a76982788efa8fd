import { describe, expect, test } from 'bun:test'
import { SegueError } from '../../../../src/base/error.ts'
import type { TrackId } from '../../../../src/base/ids.ts'
import type { Command } from '../../../../src/domain/command.ts'
import { CHANGES_KEPT } from '../../../../src/domain/player/past/changes.ts'
import { idleState, type PlayerState } from '../../../../src/domain/player/state.ts'
import { type Input, transition } from '../../../../src/domain/player/transition.ts'
import { QUEUE_LIMIT } from '../../../../src/domain/queue.ts'
import { seededRandom } from '../../../../src/domain/random.ts'
import { BATCHES_AT_ONCE, UNDOABLE } from '../../../../src/domain/schema/queue-change.ts'
import { anyInput } from '../any-input.ts'
import { enqueue, playing, refusalOf, request, type Story, track } from '../sample.ts'

const undo = { kind: 'undo' } as const
const ended = { kind: 'ended' } as const
const started = { kind: 'started' } as const

/** What plays and what comes, as `a: b c`. */
const all = (story: Story) => `${story.current}: ${story.upcoming}`

const CHANGES: readonly Command[] = [
  enqueue('x y'),
  enqueue('x y', 1),
  enqueue('x y', 'now'),
  { kind: 'remove', position: 2 },
  { kind: 'remove-range', from: 2, to: 4 },
  { kind: 'move', from: 4, to: 1 },
  { kind: 'swap', first: 1, second: 4 },
  { kind: 'shuffle', seed: 5 },
  { kind: 'wrong', id: 'a' as TrackId, track: track('x') },
  { kind: 'wrong', id: 'c' as TrackId, track: track('x') },
  { kind: 'jump', to: 3 },
  { kind: 'skip', count: 3 },
  { kind: 'clear' },
  { kind: 'stop' },
]

describe('undo', () => {
  test.each(CHANGES.map((one) => [one.kind, one] as const))(
    'of %s brings all back',
    (_, command) => {
      const story = playing('a b c d e').event({ kind: 'position', positionMs: 42_000 })
      story.command(command)
      expect(all(story)).not.toBe('a: b c d e')
      story.command(undo)
      expect(all(story)).toBe('a: b c d e')
      expect(story.state.current?.positionMs).toBe(42_000)
      expect(story.state.past).toMatchObject({ removed: [], played: [] })
      expect(story.step.reply).toEqual({ kind: 'undone', change: command.kind as never, count: 4 })
    },
  )

  test('it goes back one change at a time, ten at most', () => {
    const story = playing('a')
    for (let turn = 0; turn < 15; turn++) story.command(enqueue(`t${turn}`))
    for (let turn = 0; turn < 10; turn++) story.command(undo)
    expect(story.upcoming).toBe('t0 t1 t2 t3 t4')
    expect(refusalOf(() => story.command(undo))).toBe('nothing-to-undo')
  })

  test('what has played since stays played', () => {
    const story = playing('a b c d e').command({ kind: 'shuffle', seed: 5 })
    const [first, second] = story.upcoming.split(' ')
    story.event(ended).event(started).event(ended).event(started).command(undo)
    expect(story.current).toBe(second ?? '')
    const left = ['b', 'c', 'd', 'e'].filter((name) => name !== first && name !== second)
    expect(story.upcoming).toBe(left.join(' '))
  })

  test('a track that came meanwhile stays, and those that were cleared come before it', () => {
    const story = playing('a b c').command({ kind: 'clear' }).event(ended).command(enqueue('x'))
    story.event(started).command(enqueue('y')).command(undo).command(undo)
    expect(all(story)).toBe('null: ')
    expect(all(story.command(undo))).toBe('null: b c')
  })

  test('a stop is undone also while something else plays: what it ended comes next, where it was', () => {
    const story = playing('a b').event({ kind: 'position', positionMs: 42_000 })
    story.command({ kind: 'stop' }).command({ kind: 'previous' }).event(started)
    // The same track: it just goes on.
    expect(all(story.command(undo))).toBe('a: b')

    const other = playing('z a b').event(ended).event(started)
    other.event({ kind: 'position', positionMs: 42_000 }).command({ kind: 'stop' })
    other.command({ kind: 'previous' }).event(started).command({ kind: 'previous' })
    expect(all(other.event(started))).toBe('z: a')
    other.command(undo)
    expect(all(other)).toBe('z: a b')
  })

  test('after a leave the queue waits, and goes on when the bot is called', () => {
    const story = playing('a b c').event({ kind: 'position', positionMs: 42_000 })
    story.command({ kind: 'leave' }).command(undo)
    expect(all(story)).toBe('null: a b c')
    story.command({ kind: 'join' })
    expect(all(story)).toBe('a: b c')
    expect(story.effect('play').startMs).toBe(42_000)
  })

  test('the first track that was asked for is taken back, too', () => {
    const story = playing('a b').command(undo)
    expect(all(story)).toBe('null: ')
    expect(story.effects).toBe('stop')
  })

  test('a list that arrives goes as a whole, also where its first track was there already', () => {
    const story = playing('a b').settings({ duplicates: 'block' })
    const tracks = [track('b2', { locator: 'b.flac' }), track('c'), track('d')]
    story.command({ kind: 'enqueue', tracks, place: 'end', goesOn: true })
    story.page('b2', 'e f')
    expect([all(story), story.state.batches.length]).toEqual(['a: b c d e f', 1])
    story.command(undo)
    expect([all(story), story.state.batches]).toEqual(['a: b', []])
    story.page('b2', 'g')
    expect(all(story)).toBe('a: b')
  })

  test.each(['clear', 'stop'] as const)(
    'a list that a %s ended while it arrived goes on where it was',
    (kind) => {
      const story = playing('a')
      const tracks = [track('b', { source: 'yt-dlp' }), track('c')]
      story.command({
        kind: 'enqueue',
        tracks,
        place: 'end',
        goesOn: true,
        origin: 'https://x.example',
      })
      story.page('b', 'd')
      story.command({ kind })
      expect(story.state.batches).toEqual([])
      story.page('b', 'e')
      story.command(undo)
      expect(all(story)).toBe('a: b c d')
      expect(story.state.batches).toMatchObject([
        { id: track('b').id, passed: 3, origin: 'https://x.example' },
      ])
      story.page('b', 'e')
      expect(all(story)).toBe('a: b c d e')
      // It's one with what queued it, also after it came back.
      story.command(undo)
      expect([all(story), story.state.batches]).toEqual(['a: ', []])
    },
  )

  test('no more lists come back than may arrive at once', () => {
    const story = playing('a')
    const lists = (names: string) => {
      for (const name of names.split(' '))
        story.command({
          kind: 'enqueue',
          tracks: [track(name, { source: 'yt-dlp' })],
          place: 'end',
          goesOn: true,
          origin: name,
        })
    }
    lists('b c d e')
    story.command({ kind: 'clear' })
    lists('f')
    const { changes } = story.state.past
    const past = { ...story.state.past, changes: changes.slice(0, -1) }
    story.state = { ...story.state, past }
    story.command(undo)
    expect(story.state.batches).toHaveLength(BATCHES_AT_ONCE)
  })

  test('whoever goes back again and again makes no queue that’s longer than what can be undone', () => {
    const tracks = Array.from({ length: QUEUE_LIMIT - 3 }, (_, index) => track(`t${index}`))
    const story = playing('a b c d e').event(started)
    for (let turn = 0; turn < 4; turn++) story.event(ended).event(started)
    story.command({ kind: 'enqueue', tracks, place: 'end' })
    const back = () => story.command({ kind: 'previous' }).event(started)
    back()
    back()
    back()
    expect(story.upcoming.split(' ')).toHaveLength(QUEUE_LIMIT)
    expect(refusalOf(back)).toBe('queue-full')
    expect(story.current).toBe('b')
  })

  test('what a stop ended doesn’t come back before a full queue while something else plays', () => {
    const tracks = Array.from({ length: QUEUE_LIMIT }, (_, index) => track(`t${index}`))
    // Nobody has heard z, so /previous goes back to y.
    const story = playing('y z').event(ended)
    story.command({ kind: 'enqueue', tracks, place: 'end' }).command({ kind: 'stop' })
    story.command({ kind: 'previous' }).event(started)
    expect(all(story)).toBe('y: ')
    expect(refusalOf(() => story.command(undo))).toBe('queue-full')
    expect(story.event(ended).command(undo).current).toBe('z')
    expect(story.upcoming.split(' ')).toHaveLength(QUEUE_LIMIT)
    // A leave takes no track away: what played waits before the others.
    story.command({ kind: 'leave' }).command(undo)
    expect(story.upcoming.split(' ')).toHaveLength(QUEUE_LIMIT + 1)
    expect(story.command({ kind: 'join' }).state.upcoming).toHaveLength(QUEUE_LIMIT)
  })

  test('a skip of one track changes what plays, which /previous takes back', () => {
    const story = playing('a b c').command({ kind: 'skip', count: 1 })
    expect(story.state.past.changes).toHaveLength(1)
  })

  test('however often a full queue is shuffled or replaced, what is remembered is bounded', () => {
    const many = (name: string): Command => {
      const tracks = Array.from({ length: QUEUE_LIMIT }, (_, index) => track(`${name}${index}`))
      return { kind: 'enqueue', tracks, place: 'end' }
    }
    const story = playing('a').command(many('t'))
    const before = story.state.upcoming
    for (let seed = 1; seed <= CHANGES_KEPT; seed++) story.command({ kind: 'shuffle', seed })
    for (let turn = 1; turn <= CHANGES_KEPT; turn++) story.command(undo)
    expect(story.state.upcoming).toEqual(before)
    for (let turn = 1; turn <= 3; turn++) story.command({ kind: 'clear' }).command(many(`t${turn}`))
    expect(story.state.past.removed.length).toBeLessThanOrEqual(QUEUE_LIMIT)
    expect(story.command(undo).command(undo).state.upcoming[0]?.title).toBe('t20')
  })
})

const idsOf = ({ current, upcoming }: PlayerState) =>
  [...(current === null ? [] : [current.track]), ...upcoming].map(({ id }) => id)

test('whatever came before, undo takes back exactly what a command did', () => {
  let undone = 0
  for (let seed = 1; seed <= 400; seed++) {
    const random = seededRandom(seed)
    let state = idleState
    for (let step = 0; step < 100; step++) {
      const input = anyInput(random, state)
      const next = attempt(state, input, step)
      if (next === null) continue
      if (next.past.changes.length > 0 && next.past.changes.at(-1) !== state.past.changes.at(-1)) {
        if (input.kind === 'command' && UNDOABLE.some((kind) => kind === input.command.kind)) {
          const after = { ...next, endedMs: null }
          const back = attempt(after, commandOf(after, undo), step)
          expect({ seed, step, ids: back && idsOf(back) }).toEqual({
            seed,
            step,
            ids: idsOf(state),
          })
          undone++
        }
      }
      state = next
    }
  }
  expect(undone).toBeGreaterThan(1_500)
})

function commandOf({ voiceChannel }: PlayerState, command: Command): Input {
  const by = voiceChannel === null ? {} : { voiceChannelId: voiceChannel.channelId }
  const permissions = ['manage-server'] as const
  return { kind: 'command', command, request: request({ ...by, permissions }), at: null }
}

/** The state after the input; null: it was refused. */
function attempt(state: PlayerState, input: Input, now: number): PlayerState | null {
  try {
    return transition(state, input, now).state
  } catch (error) {
    if (error instanceof SegueError) return null
    throw error
  }
}
