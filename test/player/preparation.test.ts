import { expect, test } from 'bun:test'
import { SegueError } from '../../src/base/error.ts'
import { enqueue, guild } from '../domain/player/sample.ts'
import { Backstage, settled } from './stage.ts'

/** The first of these sounds, and the second is being opened behind it. */
async function nearTheEnd(names = 'a b'): Promise<Backstage> {
  const stage = new Backstage()
  void stage.command(enqueue(names))
  await stage.done('connect 10')
  await stage.done('open a')
  await stage.done('play 1')
  await stage.started(1)
  await stage.event({ kind: 'position', guildId: guild, playId: 1, positionMs: 170_000 })
  expect(stage.open).toEqual(['open b'])
  return stage
}

const ends = (stage: Backstage) => stage.event({ kind: 'ended', guildId: guild, playId: 1 })

test('the order of a prepared track names it, and its source isn’t asked again', async () => {
  const stage = await nearTheEnd()
  await stage.done('open b')
  await stage.done('prepare 1')
  await ends(stage)
  expect(stage.open).toEqual(['play 2'])
  expect(stage.orders[1]).toMatchObject({ prepared: 1, media: { path: 'b.flac' } })
})

test('one that’s still being opened at its turn is waited for', async () => {
  const stage = await nearTheEnd()
  await ends(stage)
  expect(stage.open).toEqual(['open b'])
  await stage.done('open b')
  await stage.done('prepare 1')
  expect(stage.open).toEqual(['play 2'])
})

test('a skip past it while it’s being opened leaves nothing of it in the engine', async () => {
  const stage = await nearTheEnd('a b c')
  await ends(stage)
  void stage.command({ kind: 'skip', count: 1 })
  await settled()
  await stage.done('open b')
  expect(stage.calls).not.toContain('prepare 1')
  expect(stage.open).toContain('unprepare')
  await stage.done('stop')
  expect(stage.open).toContain('open c')
})

test('a failure that may pass is forgotten, and the track is opened anew at its turn', async () => {
  const stage = await nearTheEnd()
  await stage.fails('open b', new SegueError('source-lost'))
  await ends(stage)
  expect(stage.open).toEqual(['open b'])
  await stage.done('open b')
  expect(stage.orders[1]).not.toHaveProperty('prepared')
})

test('one that can’t be opened is told of at its turn, without asking again', async () => {
  const stage = await nearTheEnd()
  await stage.fails('open b', new SegueError('gone'))
  expect(stage.announced).toEqual([])
  await ends(stage)
  expect(stage.open).toEqual(['stop'])
  expect(stage.announced).toMatchObject([{ kind: 'failed', code: 'gone' }])
})

test('meanwhile the one behind it is opened ahead, and follows it at once', async () => {
  const stage = await nearTheEnd('a b c')
  await stage.fails('open b', new SegueError('gone'))
  expect(stage.open).toEqual(['open c'])
  await stage.done('open c')
  await stage.done('prepare 2')
  await ends(stage)
  expect(stage.announced).toMatchObject([{ kind: 'failed', track: { title: 'b' } }])
  expect(stage.open).toEqual(['play 3'])
  expect(stage.orders.at(-1)).toMatchObject({ prepared: 2, media: { path: 'c.flac' } })
})

test('one that failed long ago is opened anew', async () => {
  const stage = await nearTheEnd()
  await stage.fails('open b', new SegueError('gone'))
  stage.clock.advance(300_001)
  await ends(stage)
  expect(stage.open).toEqual(['open b'])
})

test('a source that hangs is given up after a minute', async () => {
  const stage = await nearTheEnd()
  stage.clock.advance(60_000)
  await settled()
  await ends(stage)
  expect(stage.open).toEqual(['open b', 'open b'])
})

test('what was prepared long ago, since somebody has paused, is opened anew', async () => {
  const stage = await nearTheEnd()
  await stage.done('open b')
  await stage.done('prepare 1')
  stage.clock.advance(300_001)
  await ends(stage)
  expect(stage.open).toEqual(['unprepare', 'open b'])
})
