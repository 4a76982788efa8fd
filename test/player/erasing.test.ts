import { expect, spyOn, test } from 'bun:test'
import { codeOf } from '../../src/base/error.ts'
import { userId } from '../../src/base/ids.ts'
import type { Actor } from '../../src/domain/policy/actor.ts'
import { defaultSettings } from '../../src/domain/settings.ts'
import { enqueue, guild, request } from '../domain/player/sample.ts'
import { Process, Shared } from './fleet.ts'
import { settled } from './stage.ts'

const owner = { ...request().actor, permissions: ['own-server', 'manage-server'] } as Actor

/** A server that plays the first of three tracks and has a history of one, all of it stored. */
async function stored() {
  const shared = new Shared()
  const bot = new Process(shared)
  await bot.players.changeSettings(guild, { volume: 40 }, owner)
  await bot.command(enqueue('a b c d'))
  ends(bot)
  bot.sounds()
  await shared.passes(1_000)
  expect(shared.history).toHaveLength(1)
  expect(shared.players.has(guild)).toBe(true)
  return { shared, bot }
}

function ends(bot: Process): void {
  const playId = bot.players.state(guild).current?.playId ?? 0
  bot.event({ kind: 'ended', guildId: guild, playId })
}

const erase = (bot: Process, by: Actor = owner) =>
  bot.players.erase(guild, by).then(
    () => 'erased',
    (error: unknown) => codeOf(error),
  )

test('nothing of a server is left in memory or in the database, and nothing comes back', async () => {
  const { shared, bot } = await stored()
  // A change that waits to be stored, and a track that waits to be recorded.
  await bot.command(enqueue('e'))
  ends(bot)
  expect(await erase(bot)).toBe('erased')
  expect(bot.calls.at(-1)).toBe('disconnect')
  expect(bot.players.state(guild)).toMatchObject({
    ...{ current: null, upcoming: [], voiceChannel: null, textChannelId: null },
    settings: defaultSettings,
  })
  await shared.passes(60_000)
  await bot.players[Symbol.asyncDispose]()
  expect([shared.players.size, shared.settings.size, shared.history.length]).toEqual([0, 0, 0])
})

test('a server that was erased is used and stored again', async () => {
  const { shared, bot } = await stored()
  await erase(bot)
  expect(await bot.command(enqueue('x y'))).toBe('playing')
  await shared.passes(1_000)
  expect(shared.players.get(guild)?.queue.map(({ title }) => title)).toEqual(['y'])
})

test('a change in the middle of it is not stored, and one after it is', async () => {
  const { shared, bot } = await stored()
  const erased = Promise.all([erase(bot), erase(bot)])
  const changed = bot.players.changeSettings(guild, { volume: 70 }, owner)
  expect(await erased).toEqual(['erased', 'erased'])
  await changed
  expect(shared.settings.get(guild)).toEqual({ ...defaultSettings, volume: 70 })
})

test('what can’t be erased now goes on as it was, and is stored', async () => {
  const { shared, bot } = await stored()
  shared.state = 'away'
  expect(await erase(bot)).toBe('database-away')
  expect(bot.players.state(guild)).toMatchObject({ settings: { volume: 40 } })
  ends(bot)
  bot.sounds()
  shared.state = 'here'
  await shared.passes(30_000)
  expect(shared.history).toHaveLength(2)
  expect(shared.players.get(guild)?.queue).toHaveLength(1)
})

test('only the owner erases, and only where this process plays', async () => {
  const { shared, bot } = await stored()
  const manager = { ...request().actor, permissions: ['manage-server'] } as Actor
  expect(await erase(bot, manager)).toBe('missing-owner')
  // Another process has taken the server, and this one doesn't know yet.
  shared.give(guild, new Process(shared))
  expect(await erase(bot)).toBe('other-process')
  expect(shared.players.has(guild)).toBe(true)
  await settled()
})

test('a member’s requests are forgotten, also those that wait to be recorded', async () => {
  const { shared, bot } = await stored()
  ends(bot)
  const { actor } = request()
  if (actor.kind !== 'member') throw new Error('a member asks')
  await bot.players.eraseMember(actor.userId)
  await shared.passes(1_000)
  expect(shared.history).toEqual([])
  expect(shared.players.has(guild)).toBe(true)
})

test('a player that’s being brought back meanwhile names nobody who is to be forgotten', async () => {
  const { shared, bot } = await stored()
  const member = bot.players.state(guild).current?.track.requestedBy ?? userId('0')
  await bot.players[Symbol.asyncDispose]()
  shared.holders.clear()
  const next = new Process(shared)
  const read = Promise.withResolvers<void>()
  const load = shared.store.load.bind(shared.store)
  spyOn(shared.store, 'load').mockImplementationOnce(async (id) => {
    const known = await load(id)
    await read.promise
    return known
  })
  const opening = next.players.open(guild)
  const erasing = next.players.eraseMember(member)
  await settled()
  read.resolve()
  await Promise.all([opening, erasing])
  const { current, upcoming } = next.players.state(guild)
  const asked = [current?.track, ...upcoming].map((one) => one?.requestedBy)
  expect(asked.length).toBeGreaterThan(1)
  expect(asked).not.toContain(member)
})
