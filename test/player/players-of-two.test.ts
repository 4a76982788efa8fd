import { describe, expect, spyOn, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { guildId, userId } from '../../src/base/ids.ts'
import type { Media } from '../../src/domain/media.ts'
import { silentLog } from '../../src/observability/log.ts'
import { Restoring } from '../../src/player/restoring.ts'
import { enqueue, guild, lounge, request } from '../domain/player/sample.ts'
import { Process, Shared, stored } from './fleet.ts'
import { settled } from './stage.ts'

const other = guildId('2')

describe('of two processes', () => {
  test('the one that came first plays, and the other one refuses', async () => {
    const shared = new Shared()
    const [first, second] = [new Process(shared), new Process(shared)]
    await first.command(enqueue('a'))
    expect(await first.players.claim(guild)).toBe(true)
    expect(await second.players.claim(guild)).toBe(false)
    expect(await second.command({ kind: 'pause' })).toBe('refused: other-process')
    expect(await second.command(enqueue('b'), other)).toBe('playing')
    expect(await first.players.claim(other)).toBe(false)
  })

  test('one that loses a server falls silent there, and writes nothing more', async () => {
    const shared = new Shared()
    const [first, second] = [new Process(shared), new Process(shared)]
    await first.command(enqueue('a b'))
    await shared.passes(1000)
    first.loses(guild, second)
    expect(await second.players.open(guild)).toBe(true)
    await second.command({ kind: 'volume', volume: 20 })
    const { writes } = shared
    first.event({ kind: 'ended', guildId: guild, playId: 1 })
    first.players.forget(guild)
    await shared.passes(5000)
    expect(shared.writes).toBe(writes + 1)
    expect(first.calls.slice(-1)).toEqual(['abandon'])
    expect(shared.players.get(guild)?.volume).toBe(20)
  })

  test('one that loses a server plays nothing there that it was still opening', async () => {
    const shared = new Shared()
    const opening = Promise.withResolvers<Media>()
    const nothing = () => Promise.reject(new SegueError('nothing-found'))
    const library = {
      find: nothing,
      search: nothing,
      findAttachment: nothing,
      queryFor: () => null,
      suggestWords: () => Promise.resolve([]),
      stations: () => Promise.resolve([]),
      station: () => Promise.resolve(null),
      suggest: () => Promise.resolve([]),
      lyrics: () => Promise.reject(new SegueError('no-lyrics')),
      cover: async () => null,
    }
    const first = new Process(shared, { library: { ...library, open: () => opening.promise } })
    void first.players.command(guild, enqueue('a'), request())
    await settled()
    first.loses(guild, new Process(shared))
    opening.resolve({ kind: 'file', path: 'a.flac' })
    await settled()
    expect(first.calls).toEqual(['connect 10', 'abandon'])
  })

  test('one that loses a server while it brings its player back plays nothing there', async () => {
    const shared = await stored()
    const [first, second] = [new Process(shared), new Process(shared)]
    const read = Promise.withResolvers<void>()
    const load = shared.store.load.bind(shared.store)
    spyOn(shared.store, 'load').mockImplementationOnce(async (id) => {
      const known = await load(id)
      await read.promise
      return known
    })
    const opening = first.players.open(guild)
    await settled()
    first.loses(guild, second)
    read.resolve()
    expect(await opening).toBe(false)
    expect(first.calls).toEqual([])
    expect(first.players.holds(guild)).toBe(false)
    expect(await second.players.open(guild)).toBe(true)
  })

  test('a process lets go of a server when its write is refused as outdated', async () => {
    const shared = new Shared()
    const [first, second] = [new Process(shared), new Process(shared)]
    await first.command(enqueue('a'))
    shared.give(guild, second)
    await first.command({ kind: 'volume', volume: 20 })
    await shared.passes(1000)
    expect(first.players.holds(guild)).toBe(false)
    expect(first.calls).toContain('abandon')
    expect(await first.players.claim(guild)).toBe(false)
    expect(shared.players.get(guild)).toBeUndefined()
  })

  test('the other one takes over what a dead one played, without being asked', async () => {
    const shared = new Shared()
    const [first, second] = [new Process(shared), new Process(shared)]
    await first.command(enqueue('a'))
    await shared.passes(1000)
    const { store, clock } = shared
    const servers = { has: () => true, voiceChannel: () => lounge, listeners: () => [userId('30')] }
    const ports = { players: second.players, store, servers, clock, log: silentLog, processId: 'b' }
    using restoring = new Restoring(ports)
    await restoring.start()
    await shared.passes(10_000)
    expect(second.calls).toEqual([])
    shared.holders.delete(guild)
    await shared.passes(4_000)
    expect(second.calls).toEqual(['connect 10', 'play 1 0 100'])
  })
})
