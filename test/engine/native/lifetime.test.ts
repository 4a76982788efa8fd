import { expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { unfiltered } from '../../../src/domain/sound.ts'
import { addon, play } from '../../support/played-track.ts'
import { encodeWav, renderTune } from '../../support/tune.ts'

const WAV = encodeWav(renderTune(4))

/** Threads of tracks that the system knows in this process; null where it doesn't tell. */
function trackThreads(): number | null {
  try {
    return readdirSync('/proc/self/task').filter((id) => {
      try {
        return readFileSync(`/proc/self/task/${id}/comm`, 'utf8').startsWith('segue-track')
      } catch {
        return false
      }
    }).length
  } catch {
    return null
  }
}

/** None for some turns: a thread has its name only once it runs. */
async function expectNoThread(): Promise<void> {
  let without = 0
  for (let turn = 0; turn < 2_000 && without < 10; turn++) {
    without = trackThreads() ? 0 : without + 1
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(without).toBe(10)
}

function open() {
  const { Track } = addon()
  return new Track(
    {
      lengthBytes: WAV.length,
      input: 'auto',
      startMs: 0,
      sound: unfiltered(100),
      bitrate: 64_000,
      complexity: 0,
      passthrough: true,
    },
    () => undefined,
  )
}

test('fifty tracks opened and closed leave no thread and no memory behind', async () => {
  const rounds = 50
  const cycle = () => {
    const track = open()
    track.push(WAV, 0)
    track.close()
    track.close()
  }
  for (let i = 0; i < rounds; i++) cycle()
  await expectNoThread()
  Bun.gc(true)
  const before = process.memoryUsage.rss()
  for (let i = 0; i < rounds; i++) cycle()
  await expectNoThread()
  Bun.gc(true)
  expect(process.memoryUsage.rss() - before).toBeLessThan(16 * 1024 * 1024)
})

test('a track that ended has no thread, even if nothing closed it', async () => {
  await play(WAV, { complexity: 0 })
  await expectNoThread()
})

test('a track that waits for bytes is closed at once', async () => {
  const tracks = Array.from({ length: 20 }, open)
  for (const track of tracks) track.close()
  await expectNoThread()
  for (const track of tracks) {
    expect(track.take(new Uint8Array(1276))).toBe(-1)
    expect(track.push(WAV, 0)).toBe(false)
  }
})

test('a worker that is terminated takes its tracks along', async () => {
  const worker = new Worker(
    `const { loadAddon } = await import(${JSON.stringify(import.meta.resolve('../../../src/engine/native/addon.ts'))})
     const { addon } = loadAddon()
     globalThis.tracks = Array.from({ length: 4 }, () => new addon.Track({ input: 'auto', startMs: 0, sound: { volume: 100, filters: {} },
       bitrate: 64000, complexity: 0, passthrough: true }, () => undefined))
     postMessage('open')`
      .replace(/^/, 'data:text/javascript,')
      .replace(/\n\s*/g, '%0A'),
    { type: 'module' },
  )
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve
    worker.onerror = reject
  })
  worker.terminate()
  await expectNoThread()
})
