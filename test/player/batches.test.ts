import { expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { userId } from '../../src/base/ids.ts'
import { defaultSettings } from '../../src/domain/settings.ts'
import type { FoundTrack, Rest } from '../../src/domain/track.ts'
import { Batch } from '../../src/player/batch.ts'
import { BATCH_WITHIN_MS } from '../../src/player/batches.ts'
import { request, track } from '../domain/player/sample.ts'
import { Backstage } from './stage.ts'

const found = (names: string): FoundTrack[] =>
  names.split(' ').map((name) => {
    const { id: _, requestedBy: __, ...shown } = track(name)
    return shown
  })

/** A list whose pages a test hands out. */
function listOf(first: string, total: number | null = null) {
  const pages: PromiseWithResolvers<string | null>[] = []
  const next = () =>
    (pages[pages.push(Promise.withResolvers<string | null>()) - 1] as (typeof pages)[0]).promise
  let isLetGo = false
  const rest: Rest = async function* () {
    try {
      for (let names = await next(); names !== null; names = await next()) yield found(names)
    } finally {
      isLetGo = true
    }
  }
  const batch = new Batch({ tracks: found(first), total, rest }, { requestedBy: userId('30') })
  /** Turns of the event loop until the list is asked for its next page, which is that. */
  const asked = async () => {
    for (let turn = 0; turn < 100 && pages.length === 0; turn++) await turnOver()
    const page = pages.shift()
    if (page === undefined) throw new Error('nobody asks for a page')
    return page
  }
  return { batch, asked, isLetGo: () => isLetGo }
}

const turnOver = () => new Promise((resolve) => setImmediate(resolve))
const titles = ({ player: { state } }: Backstage) => state.upcoming.map(({ title }) => title)

async function playing(first: string) {
  const stage = new Backstage()
  const list = listOf(first)
  const answer = stage.player.enqueue(list.batch, 'end', request()).catch(String)
  await stage.done('connect 10')
  await stage.done(`open ${first.split(' ')[0]}`)
  await stage.done('play 1')
  await stage.started(1)
  return { stage, list, answer }
}

test('the pages are appended as they come, and the answer to the first waits for none of them', async () => {
  const { stage, list, answer } = await playing('a b')
  expect(await answer).toMatchObject({ kind: 'playing', more: 1 })
  const second = await list.asked()
  second.resolve('c d')
  const third = await list.asked()
  expect(titles(stage)).toEqual(['b', 'c', 'd'])
  expect([list.batch.count, list.batch.outcome]).toEqual([4, null])
  third.resolve(null)
  expect(await list.batch.over).toEqual({ kind: 'whole' })
  await turnOver()
  expect(stage.player.state.batches).toEqual([])
})

test('a source that hangs holds up no command, and is let go of with what it brings later', async () => {
  const { stage, list } = await playing('a b')
  const slow = await list.asked()
  void stage.command({ kind: 'skip', count: 1 })
  expect(stage.player.state.current?.track.title).toBe('b')
  void stage.command({ kind: 'stop' })
  expect(await list.batch.over).toEqual({ kind: 'ended' })
  slow.resolve('c d')
  await turnOver()
  await turnOver()
  expect([titles(stage), list.batch.count, list.isLetGo()]).toEqual([[], 2, true])
})

test('a source that fails half-way leaves what came, and says why', async () => {
  const { stage, list } = await playing('a b')
  ;(await list.asked()).resolve('c')
  ;(await list.asked()).reject(new SegueError('source-lost'))
  expect(await list.batch.over).toEqual({ kind: 'failed', code: 'source-lost' })
  expect([titles(stage), list.batch.count]).toEqual([['b', 'c'], 3])
  expect(stage.player.state.batches).toEqual([])
})

test('what a server blocks is left out, and not counted', async () => {
  const stage = new Backstage()
  stage.player.set({ ...defaultSettings, blockedWords: ['b'] })
  const list = listOf('a b')
  void stage.player.enqueue(list.batch, 'end', request()).catch(String)
  const second = await list.asked()
  expect(list.batch.count).toBe(1)
  second.resolve('c b d')
  const third = await list.asked()
  expect([titles(stage), list.batch.count]).toEqual([['c', 'd'], 3])
  expect(stage.player.state.batches[0]?.passed).toBe(5)
  third.resolve('b')
  ;(await list.asked()).resolve(null)
  expect(await list.batch.over).toEqual({ kind: 'whole' })
})

test('what is there twice is left out where a server wants that, and the list goes on', async () => {
  const stage = new Backstage()
  stage.player.set({ ...defaultSettings, duplicates: 'block' })
  const list = listOf('a b')
  void stage.player.enqueue(list.batch, 'end', request()).catch(String)
  ;(await list.asked()).resolve('b c')
  ;(await list.asked()).resolve('d')
  ;(await list.asked()).resolve(null)
  expect(await list.batch.over).toEqual({ kind: 'whole' })
  expect([titles(stage), list.batch.count]).toEqual([['b', 'c', 'd'], 4])
})

test('a list ends where its member has all that a server lets them have', async () => {
  const stage = new Backstage()
  stage.player.set({ ...defaultSettings, maxPerMember: 3 })
  const list = listOf('a b')
  void stage.player.enqueue(list.batch, 'end', request()).catch(String)
  ;(await list.asked()).resolve('c d e')
  expect(await list.batch.over).toEqual({ kind: 'failed', code: 'member-limit' })
  expect(list.batch.count).toBe(4)
})

test('a list that never ends is ended', async () => {
  const { stage, list } = await playing('a b')
  await list.asked()
  stage.clock.advance(BATCH_WITHIN_MS - 1)
  expect(list.batch.outcome).toBeNull()
  stage.clock.advance(1)
  expect(await list.batch.over).toEqual({ kind: 'failed', code: 'source-timeout' })
})

test.each(['end', 'abandon'] as const)('%s of the player ends what arrives', async (how) => {
  const { stage, list } = await playing('a b')
  await list.asked()
  stage.player[how]()
  expect(await list.batch.over).toEqual({ kind: 'ended' })
})

test('what was refused is never asked for', async () => {
  const stage = new Backstage()
  const { batch, asked } = listOf('a b')
  const nowhere = request({ voiceChannelId: null })
  await expect(stage.player.enqueue(batch, 'end', nowhere)).rejects.toThrow('caller-not-in-voice')
  expect(await asked().catch(String)).toContain('nobody asks')
})
