import { expect, test } from 'bun:test'
import { userId } from '../../../../src/base/ids.ts'
import type { Command } from '../../../../src/domain/command.ts'
import { playing, refusalOf, track } from '../sample.ts'

const [ann, bob] = [userId('30'), userId('31')]

/** `a` plays; `b` is ann's, `x` and `y` are bob's, and `c` and `y` come again. */
const story = () => {
  const tracks = [
    track('x', { requestedBy: bob }),
    track('c', { locator: 'a.flac' }),
    track('y', { requestedBy: bob, locator: 'x.flac' }),
  ]
  return playing('a b').command({ kind: 'enqueue', tracks, place: 'end' })
}
const REMOVALS: readonly [Command, string][] = [
  [{ kind: 'remove-by', userId: bob }, 'b c'],
  [{ kind: 'remove-duplicates' }, 'b x'],
  [{ kind: 'remove-absent' }, 'x y'],
]

test.each(REMOVALS.map(([command, left]) => [command.kind, command, left] as const))(
  '%s takes those tracks and no others, and is undone as a whole',
  (_, command, left) => {
    const before = story().listeners([bob])
    expect(before.command(command, { userId: bob }).upcoming).toBe(left)
    expect(before.step.reply).toEqual({ kind: 'removed-some', count: 4 - left.split(' ').length })
    expect(before.command({ kind: 'undo' }).upcoming).toBe('b x c y')
  },
)

test('where there are none of the kind, nothing changes, and the answer says so', () => {
  const one = playing('a b').listeners([ann])
  for (const [command] of REMOVALS)
    expect(refusalOf(() => one.command(command))).toBe('nothing-to-remove')
  for (const [command] of REMOVALS)
    expect(refusalOf(() => playing('a').command(command))).toBe('queue-empty')
})
