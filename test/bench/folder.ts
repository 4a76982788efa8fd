import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { MusicFolder, Show, type Venue } from '../demo/show.ts'
import { percentile } from '../support/percentiles.ts'
import { encodeWav, renderTune } from '../support/tune.ts'
import { Audience } from './audience.ts'
import { firstFrames } from './first-frame.ts'

/** Measures how soon a folder of so many files sounds once it's asked for: `bun test/bench/folder.ts`. */
const FILES = 5_000
/** So many plays in each of so many servers: more would be refused, since nobody types as quickly. */
const PLAYS = 8
const SERVERS = 3
/** What a member who listens already waits at most, in ms. */
const GOAL_MS = 500

await using music = await MusicFolder.create()
const first = join(music.path, 'many/0000.wav')
await Bun.write(first, encodeWav(renderTune()))
for (let number = 1; number < FILES; number++) {
  await Bun.write(join(music.path, 'many', `${String(number).padStart(4, '0')}.wav`), '')
}
await copyFile(first, join(music.path, 'alone.wav'))

await using show = await Show.start({
  players: 2 * SERVERS,
  musicDir: music.path,
  environment: { LOG_LEVEL: 'warn' },
  onLog: (line) => console.error(line),
})
await new Audience(show).seat(show.venues)
report('one file', await timesOf('alone.wav', show.venues.slice(0, SERVERS)))
const folder = await timesOf('many/', show.venues.slice(SERVERS))
report(`a folder of ${FILES} files`, folder)
process.exitCode = percentile(folder, 0.95) <= GOAL_MS ? 0 : 1

async function timesOf(query: string, venues: readonly Venue[]): Promise<number[]> {
  const times: number[] = []
  for (const venue of venues) {
    // Once before, so that what's measured isn't the joining.
    await firstFrames(show, venue, 1, false, query)
    times.push(...(await firstFrames(show, venue, PLAYS, false, query)))
  }
  return times
}

function report(what: string, times: readonly number[]): void {
  const [median, most] = [percentile(times, 0.5), percentile(times, 0.95)]
  console.log(`${what}: ${median.toFixed(0)} ms to the first frame, 95 %: ${most.toFixed(0)} ms`)
}
