import { expect, test } from 'bun:test'
import { transition } from '../../../../src/domain/player/transition.ts'
import { snapshotOf, stateOf } from '../../../../src/player/snapshot.ts'
import { attic, enqueue, guild, lounge, playing, Story } from '../sample.ts'

const home = attic.channelId
const MINUTE_MS = 60_000

/** The player is told where its home is, as its process does when the effect asks for it. */
function arrives(story: Story, at: typeof attic | null = attic): Story {
  expect(story.effect('go-home').channelId).toBe(home)
  const step = transition(story.state, { kind: 'home', at }, story.now)
  Object.assign(story, { step, state: step.state })
  return story
}

test('a server that gets a home channel has the bot there at once, and it doesn’t leave', () => {
  const story = arrives(new Story().settings({ homeChannelId: home }).passes(0))
  expect([story.effects, story.state.voiceChannel]).toEqual(['connect', attic])
  story.listeners(false).passes(24 * 60 * MINUTE_MS)
  expect(story.state.voiceChannel).toEqual(attic)
})

test('alone elsewhere it goes home with its music, or leaves where it can’t', () => {
  const away = () => playing('a b').settings({ homeChannelId: home }).listeners(false)
  const back = arrives(away().passes(5 * MINUTE_MS))
  expect([back.effects, back.current, back.state.voiceChannel]).toEqual(['connect', 'a', attic])
  const barred = arrives(away().passes(5 * MINUTE_MS), null)
  expect(barred.effects).toBe('disconnect announce:left-alone')
  expect(arrives(barred.passes(5 * MINUTE_MS)).state.voiceChannel).toEqual(attic)
})

test('it comes back after a failure, and stays away after a kick or a leave', () => {
  const there = () => arrives(new Story().settings({ homeChannelId: home }).passes(0))
  const lost = there().event({ kind: 'voice-lost', code: 'voice-timeout' })
  expect(arrives(lost.passes(5 * MINUTE_MS)).state.voiceChannel).toEqual(attic)
  const kicked = there().event({ kind: 'voice-lost', code: 'voice-lost' })
  expect(kicked.passes(24 * 60 * MINUTE_MS).state.homeDueMs).toBeNull()
  const left = there().command({ kind: 'leave' }, { voiceChannelId: home })
  expect(left.passes(24 * 60 * MINUTE_MS).state.voiceChannel).toBeNull()
})

test('on its way home it is stored as there, and a restart takes it there', () => {
  const { state } = new Story().settings({ homeChannelId: home })
  const stored = snapshotOf(guild, state, 0)
  expect(stored.voiceChannel).toEqual({ channelId: home, bitrate: 64_000 })
  const again = stateOf(stored, 'r' as never, 0)
  const input = { kind: 'restored', stored: again, barred: null } as const
  expect(transition(state, input, 0).effects).toMatchObject([{ kind: 'connect' }])
  expect(snapshotOf(guild, playing('a').state, 0).voiceChannel).toEqual(lounge)
})

test('a channel that can’t be joined any more after a restart gives way to the home', () => {
  const { settings } = new Story().settings({ homeChannelId: home }).state
  const stored = playing('a b').state
  const input = { kind: 'restored', stored, barred: 'channel-gone' } as const
  const step = transition({ ...new Story().state, settings }, input, 7)
  expect([step.state.homeDueMs, step.state.upcoming.length]).toEqual([7, 2])
})

test('somebody who calls the bot elsewhere is followed, home or not', () => {
  const story = arrives(new Story().settings({ homeChannelId: home }).passes(0))
  story.command(enqueue('a'))
  expect(story.state.voiceChannel).toEqual(lounge)
})
