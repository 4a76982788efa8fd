import { describe, expect, test } from 'bun:test'
import { codeOf, SegueError } from '../../src/base/error.ts'
import { guildId } from '../../src/base/ids.ts'
import type { Actor } from '../../src/domain/policy/actor.ts'
import { defaultSettings } from '../../src/domain/settings.ts'
import { playerView } from '../../src/fleet/view.ts'
import { enqueue, guild, lounge, request } from '../domain/player/sample.ts'
import { failureOf } from '../support/failure.ts'
import { Process, Shared, stored } from './fleet.ts'
import { settled } from './stage.ts'

const other = guildId('2')

test('where a track is gets stored every two seconds, without all the rest', async () => {
  const shared = new Shared()
  const bot = new Process(shared)
  await bot.command(enqueue('a'))
  await shared.passes(1_000)
  const { writes } = shared
  for (let second = 1; second <= 6; second++) {
    const positionMs = second * 1_000
    bot.event({ kind: 'position', guildId: guild, playId: 1, positionMs })
    await shared.passes(1_000)
  }
  expect(shared.positionWrites).toBeWithin(2, 4)
  expect(shared.writes - writes).toBe(shared.positionWrites)
})

const manager: Actor = { ...request().actor, permissions: ['manage-server'] } as Actor

test('settings are stored, hold at once, and hold where the server is opened next', async () => {
  const shared = new Shared()
  const [first, second] = [new Process(shared), new Process(shared)]
  await first.command(enqueue('a b'))
  const changed = await first.players.changeSettings(guild, { volume: 30 }, manager)
  await first.players.changeSettings(guild, { leaveAloneAfterMin: 0 }, manager)
  expect(changed).toEqual({ ...defaultSettings, volume: 30 })
  await settled()
  expect(first.calls.at(-1)).toBe('volume 30')
  await shared.passes(1_000)
  first.loses(guild, second)
  await second.players.open(guild)
  const settings = { ...defaultSettings, volume: 30, leaveAloneAfterMin: 0 }
  expect(second.players.state(guild)).toMatchObject({ settings, volume: 30 })
})

test('settings that were changed at the same moment undo one another nowhere', async () => {
  const shared = new Shared()
  const { players } = new Process(shared)
  await Promise.all([
    players.changeSettings(guild, { volume: 30 }, manager),
    players.changeSettings(guild, { announcements: 'none' }, manager),
  ])
  expect(shared.settings.get(guild)).toEqual({
    ...defaultSettings,
    volume: 30,
    announcements: 'none',
  })
})

test('settings that can’t be stored, or aren’t the caller’s to set, change nothing', async () => {
  const shared = new Shared()
  const [first, second] = [new Process(shared), new Process(shared)]
  await first.players.open(guild)
  const change = (by: Actor) =>
    first.players.changeSettings(guild, { volume: 30 }, by).catch((error: unknown) => codeOf(error))
  expect(await change(request().actor)).toBe('missing-manage-server')
  expect(await change({ kind: 'key', keyId: 'k', scopes: ['control'], voiceChannelId: null })).toBe(
    'missing-scope',
  )
  shared.state = 'away'
  expect(await change(manager)).toBe('database-away')
  shared.state = 'here'
  // Another process has taken the server, and this one doesn't know yet.
  shared.give(guild, second)
  expect(await change(manager)).toBe('other-process')
  expect(first.players.state(guild).settings).toEqual(defaultSettings)
  expect(shared.settings.has(guild)).toBe(false)
})

test('with announcements off, the bot answers commands but posts nothing else', async () => {
  const shared = new Shared()
  const process = new Process(shared)
  await process.players.changeSettings(guild, { announcements: 'none' }, manager)
  expect(await process.command(enqueue('a b'))).toBe('playing')
  const { playId } = process.players.state(guild).current ?? { playId: 0 }
  process.event({ kind: 'ended', guildId: guild, playId })
  process.sounds()
  expect(process.told).toEqual([])
  await process.players.changeSettings(guild, { announcements: 'lines' }, manager)
  process.event({ kind: 'ended', guildId: guild, playId: playId + 1 })
  expect(process.told).toEqual([{ kind: 'finished' }])
})

test('a new server begins with the volume that its admins have set', async () => {
  const shared = new Shared()
  shared.settings.set(guild, { ...defaultSettings, volume: 35 })
  const bot = new Process(shared)
  await bot.command(enqueue('a'))
  expect(bot.calls).toEqual(['connect 10', 'play 1 0 35'])
})

test('a bot that is full takes on no new player, and the others play on', async () => {
  const shared = new Shared()
  const mayJoin = (playing: number) => (playing < 1 ? null : ('too-many-players' as const))
  const bot = new Process(shared, { mayJoin })
  await bot.command(enqueue('a'))
  expect(await bot.command(enqueue('b'), other)).toBe('refused: too-many-players')
  expect(bot.players.state(other)).toMatchObject({ voiceChannel: null, current: null })
  expect(await bot.command(enqueue('c'))).toBe('queued')
})

test('stored servers count too: those beyond the limit keep their queue, and their members read so', async () => {
  const shared = new Shared()
  const before = new Process(shared)
  const servers = [guild, other, guildId('3')]
  for (const server of servers) await before.command(enqueue('a b'), server)
  await shared.passes(1000)
  shared.holders.clear()
  const mayJoin = (playing: number) => (playing < 2 ? null : ('too-many-players' as const))
  const bot = new Process(shared, { mayJoin })
  await Promise.all(servers.map((server) => bot.players.open(server)))
  // What was being opened when a process ended without a word is opened one after another.
  await shared.passes(5_000)
  expect(bot.players.playing).toBe(2)
  expect(bot.calls.filter((call) => call.startsWith('play'))).toHaveLength(2)
  expect(bot.told).toEqual([{ kind: 'voice-lost', code: 'too-many-players', kept: 2 }])
  const refused = servers.find((server) => bot.players.state(server).voiceChannel === null) ?? guild
  expect(bot.players.state(refused).upcoming.map(({ title }) => title)).toEqual(['a', 'b'])
  expect(await bot.command({ kind: 'join' }, refused)).toBe('refused: too-many-players')
})

test('what was played is recorded, with how it ended and for how long it sounded', async () => {
  const shared = new Shared()
  const bot = new Process(shared)
  await bot.command(enqueue('a b'))
  bot.event({ kind: 'ended', guildId: guild, playId: 1 })
  bot.sounds()
  await bot.command({ kind: 'skip', count: 1 })
  await shared.passes(1000)
  expect(shared.history.map(({ track, outcome }) => `${track.title} ${outcome}`)).toEqual([
    'a finished',
    'b skipped',
  ])
  for (const { startedAt, endedAt } of shared.history)
    expect(endedAt.getTime()).toBeGreaterThanOrEqual(startedAt.getTime())
})

describe('when the process is told to stop', () => {
  test('it stores where it was, leaves, and takes no more commands', async () => {
    const shared = new Shared()
    const bot = new Process(shared)
    await bot.command(enqueue('a b'))
    await bot.players[Symbol.asyncDispose]()
    expect(bot.calls.at(-1)).toBe('disconnect')
    expect(shared.players.get(guild)).toMatchObject({
      voiceChannel: lounge,
      current: { track: { title: 'a' } },
    })
    expect(await bot.command({ kind: 'pause' })).toBe('refused: shutting-down')
  })

  test('whoever waits for the first frame of a track learns why it does not come', async () => {
    const bot = new Process(new Shared())
    const outcome = failureOf(bot.players.command(guild, enqueue('a'), request()))
    await settled()
    await bot.players[Symbol.asyncDispose]()
    expect(await outcome).toEqual(new SegueError('shutting-down'))
    expect(bot.told).toEqual([])
  })

  test('a database that hangs does not keep it from leaving', async () => {
    const shared = new Shared()
    const bot = new Process(shared)
    await bot.command(enqueue('a'))
    shared.state = 'hanging'
    const stopped = bot.players[Symbol.asyncDispose]()
    await shared.passes(4_000)
    await stopped
    expect(bot.calls.at(-1)).toBe('disconnect')
  })
})

describe('when nobody listens', () => {
  test('a player looks around when people come and go, waits, and leaves after five minutes', async () => {
    const shared = new Shared()
    const process = new Process(shared)
    await process.command(enqueue('a b'))
    process.listened = false
    await process.players.lookAround(guild)
    await shared.passes(60_000)
    process.listened = true
    await process.players.lookAround(guild)
    await shared.passes(299_000)
    expect(process.calls.slice(-2)).toEqual(['pause', 'resume'])
    expect(playerView(guild, process.players.state(guild)).current?.waiting).toBeNull()
    process.listened = false
    await process.players.lookAround(guild)
    const view = playerView(guild, process.players.state(guild))
    expect(view).toMatchObject({ paused: false, current: { waiting: 'alone' } })
    process.listened = null
    await process.players.lookAround(guild)
    await shared.passes(301_000)
    expect(process.calls.slice(-2)).toEqual(['pause', 'disconnect'])
    expect(process.told.at(-1)).toEqual({ kind: 'left-alone', minutes: 5, kept: 2 })
    expect(shared.players.get(guild)).toMatchObject({ voiceChannel: null, paused: false })
  })

  test('after a restart it notices again that it’s alone, and doesn’t mistake a member’s own pause for that', async () => {
    const shared = await stored()
    const second = new Process(shared)
    second.listened = false
    await second.players.open(guild)
    await shared.passes(1_000)
    expect(second.players.state(guild)).toMatchObject({ paused: false })
    expect(second.players.state(guild).aloneSinceMs).not.toBeNull()
    expect(shared.players.get(guild)).toMatchObject({ paused: false })
    await shared.passes(300_000)
    expect(second.calls.at(-1)).toBe('disconnect')
  })

  test('a player that another process has taken over leaves nothing', async () => {
    const shared = new Shared()
    const [first, second] = [new Process(shared), new Process(shared)]
    await first.command(enqueue('a'))
    first.listened = false
    await first.players.lookAround(guild)
    first.loses(guild, second)
    await shared.passes(301_000)
    expect(first.calls.at(-1)).toBe('abandon')
    expect(first.told.filter(({ kind }) => kind === 'left-alone')).toEqual([])
  })
})

test('a track that is tried again has not ended, and the next one began when it sounded', async () => {
  const shared = new Shared()
  const process = new Process(shared)
  await process.command(enqueue('a b'))
  for (let tries = 0; tries < 4; tries++) {
    const { playId } = process.players.state(guild).current ?? { playId: 0 }
    const failed = { playId, code: 'source-lost', positionMs: 5_000, expired: false } as const
    process.event({ guildId: guild, kind: 'failed', ...failed })
    await shared.passes(16_000)
  }
  expect(process.players.state(guild)).toMatchObject({ current: { track: { title: 'b' } } })
  process.sounds()
  await process.command({ kind: 'skip', count: 1 })
  await shared.passes(1_000)
  expect(shared.history.map(({ track, outcome }) => [track.title, outcome])).toEqual([
    ['b', 'skipped'],
  ])
})

describe('a server in which nothing happens', () => {
  const MINUTE = 60_000

  test('is let go of after some minutes, and its queue is there with the next command', async () => {
    const shared = await stored()
    const bot = new Process(shared)
    bot.barred = new SegueError('channel-gone')
    await bot.players.open(guild)
    shared.clock.advance(3 * MINUTE)
    await bot.command({ kind: 'volume', volume: 30 })
    await shared.passes(1_000)
    shared.clock.advance(4 * MINUTE)
    expect(bot.players.holds(guild)).toBe(true)
    shared.clock.advance(3 * MINUTE)
    expect(bot.players.holds(guild)).toBe(false)
    await settled()
    expect(shared.holders.has(guild)).toBe(false)
    const second = new Process(shared)
    await second.command({ kind: 'loop', loop: 'off' })
    expect(second.players.state(guild)).toMatchObject({ volume: 30 })
    expect(second.players.state(guild).upcoming.map(({ title }) => title)).toEqual(['a', 'b'])
  })

  test('is given back, too, if it was only asked who has it', async () => {
    const shared = new Shared()
    const bot = new Process(shared)
    expect(await bot.players.claim(guild)).toBe(true)
    shared.clock.advance(7 * MINUTE)
    await settled()
    expect(shared.holders.has(guild)).toBe(false)
    expect(await bot.players.claim(guild)).toBe(true)
    expect(shared.holders.get(guild)).toBe(bot)
  })

  test('is kept while it plays, or while what changed is not stored', async () => {
    const shared = new Shared()
    const bot = new Process(shared)
    await bot.command(enqueue('a'))
    await bot.players.command(other, { kind: 'volume', volume: 7 }, request())
    shared.state = 'away'
    shared.clock.advance(30 * MINUTE)
    await settled()
    expect([bot.players.holds(guild), bot.players.holds(other)]).toEqual([true, true])
    shared.state = 'here'
    await shared.passes(10_000)
    expect(shared.players.get(other)?.volume).toBe(7)
    shared.clock.advance(7 * MINUTE)
    expect([bot.players.holds(guild), bot.players.holds(other)]).toEqual([true, false])
  })

  test('is opened again by a command that comes in the moment in which it’s let go of', async () => {
    const shared = new Shared()
    const bot = new Process(shared)
    await bot.players.open(guild)
    const caughtUp = Promise.withResolvers<void>()
    bot.catchesUp = caughtUp.promise
    const outcome = bot.command({ kind: 'volume', volume: 30 })
    shared.clock.advance(7 * MINUTE)
    expect(bot.players.holds(guild)).toBe(false)
    caughtUp.resolve()
    expect(await outcome).toBe('volume')
    expect(bot.players.state(guild).volume).toBe(30)
  })
})
