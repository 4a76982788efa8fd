import { expect, test } from 'bun:test'
import { allowedOf, blockedBy } from '../../../src/domain/policy/blocked.ts'
import { decide } from '../../../src/domain/policy/decide.ts'
import { defaultSettings, type GuildSettings } from '../../../src/domain/settings.ts'
import type { Track } from '../../../src/domain/track.ts'
import {
  attic,
  enqueue,
  lounge,
  playing,
  refusalOf,
  request,
  Story,
  text,
  track,
} from '../player/sample.ts'

const isBlocked = (set: Partial<GuildSettings>, fields: Partial<Track>) =>
  blockedBy({ ...defaultSettings, ...set })(track('x', fields))

const page = (pageUrl: string) => ({ source: 'yt-dlp', pageUrl, locator: pageUrl }) as const

test.each([
  ['ass', 'Bass Assassin', false],
  ['ass', 'kiss my ASS!', true],
  ['nightcore', 'Song (Nightcore Version)', true],
  ['cafe', 'Café del Mar', true],
  ['ear rape', 'EAR-RAPE edition', true],
  ['ear rape', 'ear, no rape', false],
  ['жук', 'Жук', true],
  ['...', 'anything …', false],
])('%p blocks %p: %p', (word, title, blocked) => {
  expect(isBlocked({ blockedWords: [word] }, { title })).toBe(blocked)
})

test('artists and albums are looked at, too', () => {
  expect(isBlocked({ blockedWords: ['abba'] }, { artist: 'ABBA' })).toBe(true)
  expect(isBlocked({ blockedWords: ['abba'] }, { album: 'The ABBA years' })).toBe(true)
})

test.each([
  ['youtube', 'https://www.youtube.com/watch?v=1', true],
  ['youtube.com', 'https://music.youtube.com./watch?v=1', true],
  ['YouTube', 'https://youtube.com/watch?v=1', true],
  ['tube.com', 'https://youtube.com/watch?v=1', false],
  ['com', 'https://youtube.com/watch?v=1', true],
  ['youtube', 'https://evil.example/youtube.com', false],
  ['library', 'https://library.example/', true],
])('the source %p is that of %p: %p', (entry, link, same) => {
  expect(isBlocked({ blockedSources: [entry] }, page(link))).toBe(same)
  expect(isBlocked({ allowedSources: [entry] }, page(link))).toBe(!same)
})

test('the library is a source that can be blocked, allowed alone, and hidden', () => {
  expect(isBlocked({ blockedSources: ['library'] }, {})).toBe(true)
  expect(isBlocked({ allowedSources: ['library'] }, {})).toBe(false)
  expect(isBlocked({ allowedSources: ['library'] }, page('https://youtube.com/'))).toBe(true)
  expect(isBlocked({ libraryVisible: false }, {})).toBe(true)
  expect(isBlocked({ libraryVisible: false }, page('https://youtube.com/'))).toBe(false)
})

test('a server of music is of the library, and a source of its own, too', () => {
  for (const source of ['opensubsonic', 'jellyfin'] as const) {
    const song = { source, locator: `${source}:0a1b2c3d/song/1` }
    expect(isBlocked({ libraryVisible: false }, song)).toBe(true)
    expect(isBlocked({ blockedSources: ['library'] }, song)).toBe(true)
    expect(isBlocked({ blockedSources: [source] }, song)).toBe(true)
    expect(isBlocked({ allowedSources: [source] }, song)).toBe(false)
  }
  expect(isBlocked({ blockedSources: ['opensubsonic'] }, {})).toBe(false)
})

test('of a list the rest is queued; where nothing is left, whoever asks is told', () => {
  const story = () => new Story().settings({ blockedWords: ['bad'] })
  expect(story().command(enqueue('good bad fine')).upcoming).toBe('fine')
  expect(refusalOf(() => story().command(enqueue('bad')))).toBe('track-blocked')
  expect(refusalOf(() => story().command(enqueue('bad'), { permissions: ['manage-server'] }))).toBe(
    'track-blocked',
  )
  expect(allowedOf([track('bad'), track('good')], story().state.settings)).toHaveLength(1)
})

test('commands are taken in the channels that are set, and from admins everywhere', () => {
  const state = playing('a').settings({ textChannelIds: [lounge.channelId] }).state
  const refused = { verdict: 'deny', code: 'text-channel-refused', detail: null } as const
  for (const action of ['read', 'call', 'control', 'skip'] as const) {
    expect(decide(action, request().actor, state)).toEqual(refused)
    const there = request({ textChannelId: lounge.channelId }).actor
    expect(decide(action, there, state).verdict).toBe('allow')
    const admin = request({ permissions: ['manage-server'] }).actor
    expect(decide(action, admin, state).verdict).toBe('allow')
  }
  expect(text).not.toBe(lounge.channelId)
  // Nor do admins bar the way to what is kept of people, or to the bot's owners.
  const allow = { verdict: 'allow' } as const
  expect(decide('own-data', request().actor, state)).toEqual(allow)
  expect(decide('erase', request({ permissions: ['own-server'] }).actor, state)).toEqual(allow)
  expect(decide('host', request({ permissions: ['host'] }).actor, state)).toEqual(allow)
})

test('the bot is called into the channels that are set, by whomever, and stays where it is', () => {
  const set = { voiceChannelIds: [attic.channelId] }
  const story = new Story().settings(set)
  const refused = (code: string) => ({ verdict: 'deny', code, detail: null }) as const
  const admin = request({ permissions: ['manage-server'] }).actor
  for (const actor of [request().actor, admin])
    expect(decide('call', actor, story.state)).toEqual(refused('voice-channel-refused') as never)
  const key = {
    kind: 'key',
    keyId: 'k',
    scopes: ['control'],
    voiceChannelId: lounge.channelId,
  } as const
  expect(decide('call', key, story.state)).toEqual(refused('voice-channel-refused') as never)
  expect(decide('call', { ...key, voiceChannelId: attic.channelId }, story.state).verdict).toBe(
    'allow',
  )
  const before = playing('a').settings(set)
  expect(decide('call', request().actor, before.state).verdict).toBe('allow')
})
