import { expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../src/base/clock.ts'
import { TrackTime } from '../../src/observability/track-time.ts'

/** A folder of threads, as Linux has it in /proc. */
async function threads() {
  const folder = await mkdtemp(join(tmpdir(), 'segue-threads-'))
  return {
    folder,
    async has(thread: number, name: string, ns: number): Promise<void> {
      await mkdir(join(folder, String(thread)), { recursive: true })
      await Bun.write(join(folder, String(thread), 'comm'), `${name}\n`)
      await Bun.write(join(folder, String(thread), 'schedstat'), `${ns} 5 7\n`)
    },
    ended: (thread: number) => rm(join(folder, String(thread)), { recursive: true }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
}

test('it is that of tracks alone, of those that ended too, and of another one with a number that was used', async () => {
  await using kernel = await threads()
  using time = new TrackTime(systemClock, kernel.folder)
  expect(await time.seconds()).toBe(0)
  await kernel.has(1, 'bun', 9e9)
  await kernel.has(2, 'segue-track', 1e9)
  await kernel.has(3, 'segue-track', 2e9)
  expect(await time.seconds()).toBe(3)
  await kernel.has(2, 'segue-track', 1.5e9)
  await kernel.ended(3)
  expect(await time.seconds()).toBe(3.5)
  await kernel.has(2, 'segue-track', 0.25e9)
  expect(await time.seconds()).toBe(3.75)
})

test('where the kernel tells nothing it stays 0', async () => {
  using time = new TrackTime(systemClock, '/nowhere')
  expect(await time.seconds()).toBe(0)
})
