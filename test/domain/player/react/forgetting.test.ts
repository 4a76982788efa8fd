import { expect, test } from 'bun:test'
import { userId } from '../../../../src/base/ids.ts'
import { transition } from '../../../../src/domain/player/transition.ts'
import { Story, track } from '../sample.ts'

const [bob, bot] = [userId('31'), userId('99')]
const forget = (story: Story) =>
  transition(story.state, { kind: 'forgotten', userId: bob, as: bot }, 0).state

test('nothing in a player names a member who is forgotten, and the music is the same', () => {
  const story = new Story().settings({ voteSkipPercent: 100 })
  const by = { requestedBy: bob }
  for (const name of ['a', 'b', 'c', 'd'])
    story.command({ kind: 'enqueue', tracks: [track(name, by)], place: 'end' })
  story.listeners([bob, userId('30')])
  story.event({ kind: 'started' }).command({ kind: 'jump', to: 1 }, { userId: bob })
  const list = { ...by, source: 'yt-dlp' as const }
  const arrives = (name: string) =>
    story.command({
      ...{ kind: 'enqueue', tracks: [track(name, list)], place: 'end' },
      ...{ goesOn: true, origin: 'https://x.example' },
    })
  arrives('e')
  story.command({ kind: 'clear' }, { permissions: ['manage-server'] })
  arrives('f')
  story.command({ kind: 'dj', userId: bob }, { permissions: ['manage-server'] })
  story.event({ kind: 'started' }).command({ kind: 'skip', count: 1 }, { userId: userId('30') })
  const { state } = story
  const names = (text: string) => text.split(`"${bob}"`).length - 1
  expect(names(JSON.stringify({ ...state, listeners: [] }))).toBeGreaterThan(8)

  const after = forget(story)
  expect(names(JSON.stringify({ ...after, listeners: [] }))).toBe(0)
  const titles = ({ upcoming, past }: typeof state) =>
    [...upcoming, ...past.played, ...past.removed].map(({ title }) => title)
  expect(titles(after)).toEqual(titles(state))
  expect(after.current?.track).toEqual({ ...state.current?.track, requestedBy: bot } as never)
  expect(after.current?.playId).toBe(state.current?.playId as number)
})

test('a player that has nothing of them stays the very same, so that nothing is stored', () => {
  const story = new Story().command({
    kind: 'enqueue',
    tracks: [track('a'), track('b')],
    place: 'end',
  })
  expect(forget(story)).toBe(story.state)
})
