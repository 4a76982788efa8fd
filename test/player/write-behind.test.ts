import { expect, test } from 'bun:test'
import { type GuildId, guildId } from '../../src/base/ids.ts'
import { idleState } from '../../src/domain/player/state.ts'
import type { LogFields } from '../../src/observability/log.ts'
import { silentLog } from '../../src/observability/log.ts'
import type { FencedPosition, FencedSnapshot, HistoryEntry } from '../../src/player/ports.ts'
import { snapshotOf } from '../../src/player/snapshot.ts'
import { WriteBehind } from '../../src/player/write-behind.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { track } from '../domain/player/sample.ts'
import { settled } from './stage.ts'

const A = guildId('1')
const B = guildId('2')

/** A store that is away, hangs or answers, as the test says, and shows each write that reached it. */
class Archive {
  readonly clock = new ManualClock(0)
  readonly saves: string[] = []
  readonly recorded: string[] = []
  readonly logged: string[] = []
  readonly lost: GuildId[] = []
  readonly volumes = new Map<GuildId, number>([
    [A, 100],
    [B, 100],
  ])
  positionMs = 0
  state: 'here' | 'away' | 'hanging' = 'here'
  refused: GuildId[] = []
  /** Servers that the store refuses whatever it is given with them. */
  readonly bad = new Set<GuildId>()
  attempts = 0
  /** How long each write takes. */
  writeMs = 0
  #hanging: (() => void)[] = []
  readonly written: WriteBehind

  constructor() {
    this.written = new WriteBehind({
      store: {
        restorable: async () => [],
        load: async () => null,
        save: async (changes) => {
          const bad = changes.some(({ snapshot }) => this.bad.has(snapshot.guildId))
          if (bad)
            throw Object.assign(new Error('no'), { temporary: false, code: 'database-refused' })
          const { refused } = await this.#write(() =>
            this.saves.push(changes.map(nameOf).join(' ')),
          )
          return { stored: changes.map(({ snapshot }) => snapshot.guildId), refused }
        },
        forget: () => {},
        savePositions: (changes) =>
          this.#write(() => this.saves.push(changes.map(positionOf).join(' '))),
      },
      history: {
        record: async (entries) => {
          await this.#write(() => this.recorded.push(...entries.map(({ track }) => track.title)))
        },
      },
      clock: this.clock,
      log: {
        ...silentLog,
        ...{ error: this.#log('error'), warn: this.#log('warn'), info: this.#log('info') },
      },
      read: (id) => this.#read(id),
      refused: (id) => void this.lost.push(id),
    })
  }

  change(id: GuildId, volume: number): void {
    this.volumes.set(id, volume)
    this.written.changed(id)
  }

  move(id: GuildId, positionMs: number): void {
    this.positionMs = positionMs
    this.written.moved(id)
  }

  async passes(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      this.clock.advance(50)
      await settled()
    }
  }

  async answers(): Promise<void> {
    this.state = 'here'
    for (const answer of this.#hanging.splice(0)) answer()
    await settled()
  }

  async #write(done: () => void): Promise<{ refused: GuildId[] }> {
    this.attempts++
    const { writeMs } = this
    if (writeMs > 0) await new Promise<void>((resolve) => this.clock.after(writeMs, resolve))
    if (this.state === 'hanging') await new Promise<void>((resolve) => this.#hanging.push(resolve))
    if (this.state === 'away') throw new Error('connection refused')
    done()
    return { refused: this.refused }
  }

  #read(id: GuildId): FencedSnapshot | null {
    const volume = this.volumes.get(id)
    if (volume === undefined) return null
    const state = { ...idleState, volume }
    const current = { track: track('a'), positionMs: this.positionMs }
    return { snapshot: { ...snapshotOf(id, state, 0), current }, fence: 7 }
  }

  #log(level: string) {
    return (message: string, _fields?: LogFields) => void this.logged.push(`${level}: ${message}`)
  }
}

const nameOf = ({ snapshot, fence }: FencedSnapshot): string =>
  `${snapshot.guildId}=${snapshot.volume}#${fence}`
const positionOf = ({ guildId, positionMs, fence }: FencedPosition): string =>
  `${guildId}@${positionMs}#${fence}`

const entry = (name: string): HistoryEntry => ({
  guildId: A,
  track: track(name),
  startedAt: new Date(0),
  endedAt: new Date(1),
  outcome: 'finished',
})

test('a change is stored within a second, and a burst of changes is one write of the last', async () => {
  const archive = new Archive()
  for (let volume = 1; volume <= 50; volume++) archive.change(A, volume)
  archive.change(B, 9)
  await archive.passes(200)
  archive.change(A, 77)
  await archive.passes(800)
  expect(archive.saves).toEqual(['1=77#7 2=9#7'])
})

test('changes that never pause are still stored within a second of each', async () => {
  const archive = new Archive()
  for (let volume = 1; volume <= 60; volume++) {
    archive.change(A, volume)
    await archive.passes(50)
  }
  const stored = archive.saves.map((save) => Number(/=(\d+)#/.exec(save)?.[1]))
  expect(stored.length).toBeGreaterThanOrEqual(3)
  expect(stored.length).toBeLessThanOrEqual(12)
  for (const [index, volume] of stored.entries())
    expect(volume - (stored[index - 1] ?? 0)).toBeLessThanOrEqual(20)
})

test('the position of what plays is stored every two seconds, and what stands still never', async () => {
  const archive = new Archive()
  for (let second = 1; second <= 10; second++) {
    archive.move(A, second * 1000)
    await archive.passes(1000)
  }
  expect(archive.saves).toEqual(['1@2000#7', '1@4000#7', '1@6000#7', '1@8000#7', '1@10000#7'])
  await archive.passes(10_000)
  expect(archive.saves.length).toBe(5)
})

test('no position of a next track is stored beside the one before', async () => {
  const archive = new Archive()
  archive.move(A, 180_000)
  await archive.passes(1_900)
  archive.change(B, 30)
  archive.state = 'hanging'
  await archive.passes(300)
  expect(archive.attempts).toBe(1)
  // The next track, of which the database doesn't know yet.
  archive.change(A, 40)
  archive.positionMs = 1_000
  await archive.answers()
  expect(archive.saves).toEqual(['2=30#7'])
  await archive.passes(1_000)
  expect(archive.saves).toEqual(['2=30#7', '1=40#7'])
})

test('a database that was away gets what changed meanwhile, each server once; one line warns, one tells the end', async () => {
  const archive = new Archive()
  archive.state = 'away'
  for (let second = 1; second <= 60; second++) {
    archive.change(A, second)
    if (second === 30) archive.change(B, 30)
    archive.move(A, second * 1000)
    await archive.passes(1000)
  }
  expect(archive.saves).toEqual([])
  expect(archive.attempts).toBeGreaterThan(8)
  expect(archive.attempts).toBeLessThan(40)
  archive.state = 'here'
  await archive.passes(5_000)
  expect(archive.saves.toSorted()).toEqual(['1=60#7', '2=30#7'])
  expect(archive.logged).toEqual([
    'warn: the database isn’t answering; music keeps playing, but a restart now would lose changes made from here on',
    'info: the database is back and all changes are stored',
  ])
})

test('thousands of servers take many writes, which is no database that is away', async () => {
  const archive = new Archive()
  archive.writeMs = 2_000
  const servers = Array.from({ length: 300 }, (_, n) => guildId(String(100 + n)))
  for (const id of servers) archive.change(id, 50)
  await archive.passes(20_000)
  expect(archive.saves.length).toBeGreaterThan(3)
  expect(archive.saves.join(' ').split(' ')).toHaveLength(servers.length)
  expect(archive.logged).toEqual([])
  archive.writeMs = 4_000
  archive.change(A, 1)
  await archive.passes(5_000)
  expect(archive.logged).toHaveLength(2)
})

test('while a write hangs no other one starts, so an old state never lands on a new one', async () => {
  const archive = new Archive()
  archive.state = 'hanging'
  archive.change(A, 1)
  await archive.passes(500)
  archive.change(A, 2)
  await archive.passes(20_000)
  expect(archive.attempts).toBe(1)
  expect(archive.logged.length).toBe(1)
  await archive.answers()
  await archive.passes(500)
  expect(archive.saves).toEqual(['1=1#7', '1=2#7'])
  expect(archive.logged.length).toBe(2)
})

test('that all is stored is said once it is: not while a change of the meantime waits', async () => {
  const archive = new Archive()
  archive.state = 'hanging'
  archive.change(A, 1)
  await archive.passes(4_000)
  archive.change(A, 2)
  await archive.answers()
  expect(archive.saves).toEqual(['1=1#7'])
  expect(archive.logged).toHaveLength(1)
  await archive.passes(500)
  expect(archive.saves).toEqual(['1=1#7', '1=2#7'])
  expect(archive.logged.at(-1)).toBe('info: the database is back and all changes are stored')
})

test('a server is reported as lost when another process has its lease, and isn’t written again', async () => {
  const archive = new Archive()
  archive.refused = [A]
  archive.change(A, 1)
  await archive.passes(1000)
  expect(archive.lost).toEqual([A])
  archive.volumes.delete(A)
  archive.written.changed(A)
  await archive.passes(1000)
  expect(archive.saves.length).toBe(1)
})

test('servers that the store refuses keep no other waiting, are named, and are tried again', async () => {
  const archive = new Archive()
  const ids = Array.from({ length: 250 }, (_, index) => guildId(String(100 + index)))
  for (const id of [ids[3], ids[120], ids[249]]) archive.bad.add(id ?? A)
  for (const id of ids) archive.change(id, 5)
  await archive.passes(2_000)
  const stored = archive.saves.flatMap((save) => save.split(' '))
  expect(stored.length).toBe(247)
  expect(new Set(stored).size).toBe(247)
  expect(archive.logged).toEqual(Array(3).fill('error: couldn’t store a server'))
  expect(archive.written.unsaved?.servers.toSorted()).toEqual([...archive.bad])
  archive.bad.clear()
  await archive.passes(80_000)
  expect(archive.saves.flatMap((save) => save.split(' ')).length).toBe(250)
  expect(archive.written.unsaved).toBeNull()
})

test('how long something waits is known, and why', async () => {
  const archive = new Archive()
  archive.state = 'away'
  archive.change(A, 1)
  await archive.passes(10_000)
  archive.change(A, 2)
  expect(archive.written.unsaved).toMatchObject({ servers: [A], forMs: 10_000 })
  archive.state = 'here'
  await archive.passes(6_000)
  expect(archive.written.unsaved).toBeNull()
})

test('history is recorded in order, each track once, also when the database was away', async () => {
  const archive = new Archive()
  archive.written.played(entry('one'))
  await archive.passes(1000)
  archive.state = 'away'
  archive.written.played(entry('two'))
  archive.written.played(entry('three'))
  await archive.passes(10_000)
  archive.state = 'here'
  await archive.passes(6_000)
  expect(archive.recorded).toEqual(['one', 'two', 'three'])
})

test('closing stores what waits, and takes nothing more', async () => {
  const archive = new Archive()
  archive.change(A, 5)
  archive.move(B, 1234)
  await archive.written.close()
  expect(archive.saves).toEqual(['1=5#7', '2@1234#7'])
  archive.change(A, 6)
  await archive.passes(5_000)
  expect(archive.saves.length).toBe(2)
})

test('closing says when it could not store', async () => {
  const archive = new Archive()
  archive.state = 'away'
  archive.change(A, 5)
  await expect(archive.written.close()).rejects.toThrow('connection refused')
})
