import { setDefaultTimeout, test } from 'bun:test'
import { readdir, readFile } from 'node:fs/promises'
import { loadAddon } from '../../../src/engine/native/addon.ts'
import { until } from '../../discord/until.ts'
import { AudioFiles } from '../../support/audio-files.ts'
import { PlayingSession } from '../../support/playing-session.ts'

// Decoding takes long on a busy machine, so the limit is generous: no test here asserts a duration.
setDefaultTimeout(120_000)

const TRACKS = 50

/** What this process holds open. */
async function held(): Promise<{ threads: number; files: number }> {
  const [threads, files] = await Promise.all([readdir('/proc/self/task'), readdir('/proc/self/fd')])
  return { threads: threads.length, files: files.length }
}

/** Threads of the addon; each decodes a track. */
async function tracksThatDecode(): Promise<number> {
  const threads = await readdir('/proc/self/task')
  // One that ends meanwhile has no name any more.
  const name = (id: string) => readFile(`/proc/self/task/${id}/comm`, 'utf8').catch(() => '')
  return (await Promise.all(threads.map(name))).filter((text) => text.trim() === 'segue-track')
    .length
}

test('after fifty tracks, played through, replaced, sought in or failed, threads and files are as before', async () => {
  const { addon } = loadAddon()
  await using files = await AudioFiles.create()
  const noise = 'anoisesrc=d=1:seed=3'
  const paths = [
    await files.make('a.flac', noise, '-ac', '2'),
    await files.make('b.mp3', noise, '-ac', '2'),
    await files.make('c.opus', noise, '-ar', '48000', '-c:a', 'libopus'),
    await files.make('d.m4a', noise, '-ac', '2'),
    await files.write('e.mp3', 'no audio at all'.repeat(100)),
  ]
  using playing = new PlayingSession({ addon })
  const playAll = async (tracks: number) => {
    for (let playId = 0; playId < tracks; playId++) {
      await playing.play(paths[playId % paths.length] ?? '', { playId })
      if (playId % 5 === 4) await playing.runUntil('failed')
      else await playing.run(60)
      if (playId % 3 === 0 && playing.track) playing.session.seek(500)
      if (playId % 2 === 0) await playing.run(1500)
      playing.events.length = 0
    }
    playing.session.stop()
    playing.track = null
  }
  await playAll(5)
  await until(
    async () => (await tracksThatDecode()) === 0,
    'the threads of the first tracks to end',
  )
  const before = await held()
  await playAll(TRACKS)
  let now = before
  const isAsBefore = async () => {
    now = await held()
    return now.threads <= before.threads && now.files <= before.files
  }
  await until(isAsBefore, () => `${JSON.stringify(before)}, but: ${JSON.stringify(now)}`)
})
