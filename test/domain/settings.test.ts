import { expect, test } from 'bun:test'
import type { ChannelId, RoleId } from '../../src/base/ids.ts'
import { defaultSettings, type GuildSettings, settingsFrom } from '../../src/domain/settings.ts'

const own: GuildSettings = {
  volume: 0,
  autoplay: 'genre',
  leaveAloneAfterMin: 60,
  announcements: 'none',
  voiceStatus: false,
  djRoleId: '9' as RoleId,
  djOnly: 'control',
  voteSkipPercent: 60,
  homeChannelId: '8' as ChannelId,
  textChannelIds: ['7' as ChannelId],
  voiceChannelIds: ['8' as ChannelId],
  blockedWords: ['remix'],
  allowedSources: ['youtube'],
  blockedSources: ['library'],
  fairOrder: true,
  duplicates: 'block',
  maxTrackMin: 30,
  maxPerMember: 10,
  maxQueue: 100,
  libraryVisible: false,
  skippedSegments: ['sponsor', 'music_offtopic'],
  requestChannelId: '6' as ChannelId,
  language: 'de',
}

test('settings are read as they were written', () => {
  expect(settingsFrom(JSON.parse(JSON.stringify({ version: 1, ...own })))).toEqual(own)
})

test('what is missing or isn’t sound is the default, and what isn’t known is left out', () => {
  for (const odd of [null, 7, 'x', [], {}, { volume: '40' }, { volume: 201 }, { volume: 1.5 }])
    expect(settingsFrom(odd)).toEqual(defaultSettings)
  expect(settingsFrom({ ...own, leaveAloneAfterMin: -1, announcements: false, more: 1 })).toEqual({
    ...own,
    leaveAloneAfterMin: defaultSettings.leaveAloneAfterMin,
    announcements: defaultSettings.announcements,
  })
})

test('a server that had the bot wait for longer than an hour has it wait for an hour', () => {
  for (const minutes of [61, 1_440, 1_440.5, 1e300])
    expect(settingsFrom({ ...own, leaveAloneAfterMin: minutes }).leaveAloneAfterMin).toBe(60)
})
