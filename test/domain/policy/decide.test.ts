import { expect, test } from 'bun:test'
import { channelId } from '../../../src/base/ids.ts'
import type { Command } from '../../../src/domain/command.ts'
import type { Actor } from '../../../src/domain/policy/actor.ts'
import { type Decision, decide } from '../../../src/domain/policy/decide.ts'
import type { Scope } from '../../../src/domain/policy/scopes.ts'
import { playing, refusalOf, request, Story, text } from '../player/sample.ts'

const nowhere = { voiceChannelId: null }
const elsewhere = { voiceChannelId: channelId('99') }

test('a caller in no channel, and one in another, are told apart', () => {
  expect(refusalOf(() => playing('a').command({ kind: 'pause' }, nowhere))).toBe(
    'caller-not-in-voice',
  )
  expect(refusalOf(() => playing('a').command({ kind: 'pause' }, elsewhere))).toBe(
    'caller-elsewhere',
  )
})

test('a bot that plays is not called away, one that rests is', () => {
  const room = { channelId: channelId('99'), bitrate: 64_000 }
  const call: Command = { kind: 'join' }
  expect(refusalOf(() => playing('a').command(call, elsewhere))).toBe('caller-elsewhere')
  const resting = playing('a').event({ kind: 'ended' })
  expect(refusalOf(() => resting.command({ kind: 'leave' }, elsewhere))).toBe('caller-elsewhere')
  expect(resting.command(call, elsewhere).state.voiceChannel).toEqual(room)
})

test('a key commands the player in whatever channel it is, and news stay where members read', () => {
  const story = playing('a').commandByKey({ kind: 'pause' })
  expect(story.effects).toBe('pause')
  expect(story.state.paused).toBe(true)
  expect(story.state.textChannelId).toBe(text)
})

test('news stay where they were when Discord does not tell where a member typed', () => {
  const story = playing('a').command({ kind: 'pause' }, { textChannelId: null })
  expect(story.state.paused).toBe(true)
  expect(story.state.textChannelId).toBe(text)
})

test('a key is refused what makes no sense, as a member is', () => {
  expect(refusalOf(() => new Story().commandByKey({ kind: 'pause' }))).toBe('nothing-playing')
})

test('a key may do what its scopes name, whatever the player does', () => {
  const key = (...scopes: Scope[]): Actor => ({
    ...{ kind: 'key', keyId: 'k1', voiceChannelId: null },
    scopes,
  })
  const deny = { verdict: 'deny', code: 'missing-scope', detail: null }
  for (const state of [undefined, playing('a').state]) {
    expect(decide('read', key('read'), state)).toEqual({ verdict: 'allow' })
    expect(decide('control', key('read'), state)).toEqual(deny as Decision)
    expect(decide('call', key('read'), state)).toEqual(deny as Decision)
    expect(decide('control', key('control'), state)).toEqual({ verdict: 'allow' })
    expect(decide('read', key('control'), state)).toEqual(deny as Decision)
    expect(decide('read', key(), state)).toEqual(deny as Decision)
  }
})

test('a player refuses a key that may only read, and a member anywhere may read', () => {
  const story = playing('a')
  expect(refusalOf(() => story.commandByKey({ kind: 'pause' }, ['read']))).toBe('missing-scope')
  expect(decide('read', request(nowhere).actor, story.state)).toEqual({ verdict: 'allow' })
})

test('all that is kept of a server is its owner’s to delete, wherever they are', () => {
  const owner = { ...nowhere, permissions: ['own-server'] } as const
  expect(decide('erase', request(owner).actor)).toEqual({ verdict: 'allow' })
  const manager = { ...nowhere, permissions: ['manage-server'] } as const
  const denied = { verdict: 'deny', code: 'missing-owner', detail: null } as const
  expect(decide('erase', request(manager).actor)).toEqual(denied)
  const key = { kind: 'key', keyId: 'k', scopes: ['read', 'control'] } as const
  expect(decide('erase', { ...key, ...nowhere })).toMatchObject({ code: 'missing-scope' })
})

test('what the server has set is up to members who may manage it, wherever they are', () => {
  const manager = { ...nowhere, permissions: ['manage-server'] } as const
  expect(decide('manage', request(manager).actor)).toEqual({ verdict: 'allow' })
  const denied = { verdict: 'deny', code: 'missing-manage-server', detail: null } as const
  expect(decide('manage', request().actor)).toEqual(denied)
  expect(
    decide('manage', { ...{ kind: 'key', keyId: 'k', scopes: ['read', 'control'] }, ...nowhere }),
  ).toMatchObject({
    code: 'missing-scope',
  })
})
