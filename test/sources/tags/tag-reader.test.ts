import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, readdir, readlink, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../../../src/base/clock.ts'
import { TagReader } from '../../../src/sources/tags/tag-reader.ts'
import { until } from '../../discord/until.ts'
import { mp3 } from './tagged-file.ts'

setDefaultTimeout(120_000)

const LIMIT_MS = 1
const IDLE_MS = 2

/** A clock whose tasks run when the test says so, by their delay. */
class Time implements Clock {
  readonly #tasks = new Map<number, () => void>()

  now(): number {
    return 0
  }

  after(ms: number, task: () => void): Disposable {
    this.#tasks.set(ms, task)
    return { [Symbol.dispose]: () => void this.#tasks.delete(ms) }
  }

  get pending(): number[] {
    return [...this.#tasks.keys()]
  }

  passes(ms: number): void {
    this.#tasks.get(ms)?.()
  }
}

/** Whether this process has that file open, whichever of its threads. */
async function isOpen(path: string): Promise<boolean> {
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`))
  // One that was closed meanwhile is no link any more.
  return (await Promise.allSettled(links)).some(
    (link) => link.status === 'fulfilled' && link.value === path,
  )
}

async function scratch() {
  const path = await mkdtemp(join(tmpdir(), 'segue-tags-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

test('a file that keeps the parser busy for ever is given up, and the next one is read', async () => {
  await using folder = await scratch()
  const endless = join(folder.path, 'endless.mp3')
  const good = join(folder.path, 'good.mp3')
  // A terabyte of zeros that takes no room on the disk: the parser looks for a frame in all of it.
  await writeFile(endless, '')
  await truncate(endless, 2 ** 40)
  await writeFile(good, mp3({ TIT2: 'Good', TRCK: '3/9', TPOS: '2' }))
  const time = new Time()
  await using reader = new TagReader({ clock: time, timeMs: LIMIT_MS })
  const first = reader.read(endless)
  const second = reader.read(good)
  await until(() => isOpen(endless), 'the thread to be in the middle of it')
  time.passes(LIMIT_MS)
  expect(await first).toBeNull()
  expect(await second).toMatchObject({ title: 'Good', trackNumber: 3, discNumber: 2 })
})

test('the thread is given back when it is idle and comes again when it is needed', async () => {
  await using folder = await scratch()
  const path = join(folder.path, 'a.mp3')
  await writeFile(path, mp3({ TIT2: 'A' }))
  const time = new Time()
  await using reader = new TagReader({ clock: time, timeMs: LIMIT_MS, idleMs: IDLE_MS })
  expect(await reader.read(path)).toMatchObject({ title: 'A' })
  expect(time.pending).toEqual([IDLE_MS])
  time.passes(IDLE_MS)
  expect(await reader.read(path)).toMatchObject({ title: 'A' })
  expect(await reader.read(join(folder.path, 'missing.mp3'))).toBeNull()
})
