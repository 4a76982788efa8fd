import { describe, expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { guildId } from '../../src/base/ids.ts'
import { enqueue, guild } from '../domain/player/sample.ts'
import { Process, stored } from './fleet.ts'
import { settled } from './stage.ts'

const _other = guildId('2')

describe('a server that was stored', () => {
  test('goes on when it is looked for', async () => {
    const shared = await stored()
    const second = new Process(shared)
    expect(await second.players.open(guild)).toBe(true)
    await settled()
    expect(second.calls).toEqual(['connect 10', 'play 1 42000 70'])
    expect(second.players.state(guild)).toMatchObject({ loop: 'queue', upcoming: [{ title: 'b' }] })
  })

  test('goes on with the first command, which then finds everything as it was', async () => {
    const shared = await stored()
    const second = new Process(shared)
    expect(await second.command(enqueue('c'))).toBe('queued')
    expect(second.players.state(guild).upcoming.map(({ title }) => title)).toEqual(['b', 'c'])
  })

  test('is brought back once, however many look for it at once', async () => {
    const shared = await stored()
    const second = new Process(shared)
    const opened = [second.players.open(guild), second.players.open(guild)]
    expect(await Promise.all(opened)).toEqual([true, true])
    await settled()
    expect(second.calls).toEqual(['connect 10', 'play 1 42000 70'])
  })

  test('keeps its queue where its channel is gone, and its members read so', async () => {
    const shared = await stored()
    const second = new Process(shared)
    second.barred = new SegueError('channel-gone')
    await second.players.open(guild)
    expect(second.told).toEqual([{ kind: 'voice-lost', code: 'channel-gone', kept: 2 }])
    await shared.passes(1000)
    expect(shared.players.get(guild)).toMatchObject({
      voiceChannel: null,
      current: { track: { title: 'a' }, positionMs: 42_000 },
      queue: [{ title: 'b' }],
    })
  })

  test('tells its channel what of it this version could not read', async () => {
    const shared = await stored()
    shared.unreadable = 2
    const second = new Process(shared)
    await second.players.open(guild)
    expect(second.told).toEqual([{ kind: 'unreadable', count: 2 }])
  })

  test('doesn’t begin again while the database is away', async () => {
    const shared = await stored()
    const second = new Process(shared)
    shared.state = 'away'
    expect(await second.command(enqueue('c'))).toBe('refused: database-away')
    await shared.passes(1000)
    shared.state = 'here'
    expect(await second.command(enqueue('c'))).toBe('queued')
    await shared.passes(1000)
    expect(shared.players.get(guild)?.queue.map(({ title }) => title)).toEqual(['b', 'c'])
  })

  test('is refused after a while where the database hangs', async () => {
    const shared = await stored()
    shared.state = 'hanging'
    const refused = new Process(shared).command(enqueue('c'))
    await shared.passes(10_000)
    expect(await refused).toBe('refused: database-away')
  })

  test('keeps its queue when the bot is thrown out of it', async () => {
    const shared = await stored()
    const second = new Process(shared)
    await second.players.open(guild)
    second.players.forget(guild)
    await shared.passes(1000)
    expect(shared.players.get(guild)).toMatchObject({
      ...{ voiceChannel: null, loop: 'queue', volume: 70 },
      current: { track: { id: 'a' }, positionMs: 42_000 },
      queue: [{ id: 'b' }],
    })
    expect(second.calls.at(-1)).toBe('disconnect')
  })
})
