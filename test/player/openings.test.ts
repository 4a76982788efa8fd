import { expect, test } from 'bun:test'
import { guildId } from '../../src/base/ids.ts'
import { SuspectLine } from '../../src/player/suspect-line.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { enqueue, guild } from '../domain/player/sample.ts'
import { Process, Shared } from './fleet.ts'
import { settled } from './stage.ts'

/** The process is gone without a word; another one starts. */
async function crash(shared: Shared): Promise<Process> {
  shared.holders.clear()
  const next = new Process(shared)
  await next.players.open(guild)
  await settled()
  return next
}

function soundsTo(process: Process, positionMs: number): void {
  process.sounds()
  const { playId } = process.players.state(guild).current ?? { playId: 0 }
  process.event({ kind: 'position', guildId: guild, playId, positionMs })
}

test('a track that was being opened at two crashes in a row is left out, and the next plays', async () => {
  const shared = new Shared()
  const first = new Process(shared)
  await first.command(enqueue('bomb b'))
  await shared.passes(1_000)
  const second = await crash(shared)
  expect(second.players.state(guild).current?.track.title).toBe('bomb')
  expect(second.told).toEqual([])
  const third = await crash(shared)
  expect(third.told).toMatchObject([{ kind: 'crashed', track: { title: 'bomb' } }])
  expect(third.players.state(guild)).toMatchObject({
    current: { track: { title: 'b' } },
    upcoming: [],
  })
  expect(third.calls).toEqual(['connect 10', 'play 1 0 100'])
  await shared.passes(1_000)
  expect(shared.players.get(guild)?.queue).toEqual([])
})

test('so is one that the player reaches by itself, each time at the end of another', async () => {
  const shared = new Shared()
  let process = new Process(shared)
  await process.command(enqueue('a bomb c'))
  await shared.passes(1_000)
  for (const crashes of [1, 2]) {
    soundsTo(process, 5_000)
    await shared.passes(1_000)
    const { playId } = process.players.state(guild).current ?? { playId: 0 }
    process.event({ kind: 'ended', guildId: guild, playId })
    await settled()
    // The engine has it, and nothing of that step is stored yet.
    expect(process.players.state(guild).current?.track.title).toBe('bomb')
    expect([...shared.openings]).toEqual([[`${guild} bomb`, crashes]])
    process = await crash(shared)
    expect(process.players.state(guild).current?.track.title).toBe('a')
  }
  expect(process.players.state(guild).upcoming.map(({ title }) => title)).toEqual(['c'])
  expect(process.told).toMatchObject([{ kind: 'crashed', track: { title: 'bomb' } }])
})

test('a track that has sounded for a while has nothing to do with a crash', async () => {
  const shared = new Shared()
  let process = new Process(shared)
  await process.command(enqueue('a b'))
  for (let turn = 0; turn < 4; turn++) {
    soundsTo(process, turn * 10_000 + 100)
    expect(shared.openings.size).toBe(1)
    soundsTo(process, turn * 10_000 + 13_200)
    await shared.passes(2_000)
    expect(shared.openings.size).toBe(0)
    process = await crash(shared)
    expect(process.told).toEqual([])
  }
})

test('a track that is repeated is no new risk each time', async () => {
  const shared = new Shared()
  const process = new Process(shared)
  await process.command(enqueue('a'))
  await process.command({ kind: 'loop', loop: 'track' })
  soundsTo(process, 100)
  soundsTo(process, 3_200)
  await shared.passes(2_000)
  expect(shared.openings.size).toBe(0)
  const { playId } = process.players.state(guild).current ?? { playId: 0 }
  process.event({ kind: 'ended', guildId: guild, playId })
  await settled()
  expect(process.players.state(guild).current?.track.title).toBe('a')
  expect(process.calls.filter((call) => call.startsWith('play'))).toHaveLength(2)
  expect(shared.openings.size).toBe(0)
})

test('a track that crashes the process while it is opened ahead is the one that is left out', async () => {
  const shared = new Shared()
  let process = new Process(shared)
  await process.command(enqueue('a bomb c'))
  for (const crashes of [1, 2]) {
    soundsTo(process, 157_000 + crashes * 4_000)
    await shared.passes(2_000)
    expect([...shared.openings]).toEqual([[`${guild} bomb`, crashes]])
    expect(process.calls.at(-1)).toBe('prepare 1')
    process = await crash(shared)
  }
  expect(process.told).toMatchObject([{ kind: 'crashed', track: { title: 'bomb' } }])
  expect(process.players.state(guild).current?.track.title).toBe('a')
  soundsTo(process, 169_000)
  await shared.passes(2_000)
  expect(process.calls.at(-1)).toBe('prepare 1')
  expect([...shared.openings.keys()]).toContain(`${guild} c`)
  await process.command({ kind: 'clear' })
  await shared.passes(2_000)
  expect([...shared.openings.keys()]).not.toContain(`${guild} c`)
})

test('an end in order between two crashes breaks the row', async () => {
  const shared = new Shared()
  await new Process(shared).command(enqueue('a b'))
  await shared.passes(1_000)
  const second = await crash(shared)
  await second.players[Symbol.asyncDispose]()
  expect(shared.openings.size).toBe(0)
  expect((await crash(shared)).told).toEqual([])
})

test('where the database does not answer, the track goes to the engine after 2 s all the same', async () => {
  const shared = new Shared()
  const process = new Process(shared)
  await process.command(enqueue('a b'))
  soundsTo(process, 5_000)
  await shared.passes(1_000)
  shared.state = 'hanging'
  process.event({ kind: 'ended', guildId: guild, playId: 1 })
  await shared.passes(1_500)
  expect(process.calls).toEqual(['connect 10', 'play 1 0 100'])
  await shared.passes(1_000)
  expect(process.calls.at(-1)).toBe('play 2 0 100')
})

test('a suspect that’s skipped while it waits for its turn isn’t noted as being opened', async () => {
  const shared = new Shared()
  const other = guildId('2')
  const first = new Process(shared)
  await first.command(enqueue('bomb'))
  await first.command(enqueue('fuse b'), other)
  await shared.passes(1_000)
  shared.holders.clear()
  const next = new Process(shared)
  await next.players.open(guild)
  await next.players.open(other)
  await settled()
  expect(next.calls).toEqual(['connect 10', 'connect 10', 'play 1 0 100'])
  await next.command({ kind: 'skip', count: 1 }, other)
  await shared.passes(10_000)
  expect([...shared.openings.keys()].filter((key) => key.endsWith('fuse'))).toEqual([])
})

test('suspects are opened one at a time; many of them in groups, and each within half a minute', async () => {
  const clock = new ManualClock(0)
  const line = new SuspectLine(clock)
  const entered: number[] = []
  for (let id = 0; id < 3; id++) void line.turn(guildId(String(id))).then(() => entered.push(id))
  await settled()
  expect(entered).toEqual([0])
  line.leave(guildId('0'))
  await settled()
  expect(entered).toEqual([0, 1])
  for (let id = 3; id < 400; id++) void line.turn(guildId(String(id))).then(() => entered.push(id))
  for (let second = 0; second < 40; second++) {
    clock.advance(1_000)
    await settled()
  }
  expect(entered.length).toBe(400)
})
