import { expect, test } from 'bun:test'
import { defaultSettings } from '../../../../src/domain/settings.ts'
import { playing, Story } from '../sample.ts'

const MINUTE_MS = 60_000

test('a player follows the volume to begin with until somebody sets another one', () => {
  const story = playing('a').settings({ volume: 40 })
  expect([story.state.volume, story.effects]).toEqual([40, 'sound'])
  story.command({ kind: 'volume', volume: 70 }).settings({ volume: 20 })
  expect([story.state.volume, story.effects]).toEqual([70, ''])
})

test('outside of a channel a player starts with the new default volume, and keeps its own volume if the default stays', () => {
  const story = playing('a').command({ kind: 'volume', volume: 70 }).command({ kind: 'leave' })
  expect(story.settings({ announcements: 'none' }).state.volume).toBe(70)
  expect(story.settings({ volume: 30 }).state.volume).toBe(30)
  expect(story.effects).toBe('')
})

test('how long the bot stays alone holds at once: shorter, longer or for ever', () => {
  const alone = () =>
    playing('a b')
      .listeners(false)
      .passes(2 * MINUTE_MS)
  expect(alone().settings({ leaveAloneAfterMin: 2 }).passes(0).state.voiceChannel).toBeNull()
  const longer = alone().settings({ leaveAloneAfterMin: 8 })
  expect(longer.passes(6 * MINUTE_MS - 1).state.voiceChannel).not.toBeNull()
  longer.passes(1)
  expect(longer.state.voiceChannel).toBeNull()
  expect(longer.effect('announce').notice).toEqual({ kind: 'left-alone', minutes: 8, kept: 2 })
  const stays = alone().settings({ leaveAloneAfterMin: 0 })
  expect(stays.passes(10_000 * MINUTE_MS).state.voiceChannel).not.toBeNull()
})

test('a server that the bot is removed from keeps its settings and its queue', () => {
  const removed = playing('a b').event({ kind: 'position', positionMs: 9_000 }).removed()
  expect(removed.state).toMatchObject({ voiceChannel: null, current: null })
  expect(removed.state.upcoming.map(({ title }) => title)).toEqual(['a', 'b'])

  const story = new Story().settings({ volume: 40, announcements: 'none' }).removed()
  expect(story.state.settings).toEqual({ ...defaultSettings, volume: 40, announcements: 'none' })
  expect(story.state.volume).toBe(40)
})
