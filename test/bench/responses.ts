import { MusicFolder, Show, type Venue } from '../demo/show.ts'
import { decodeFrames } from '../discord/voice/hearing.ts'
import { markedWav, recognise } from '../support/marked-tones.ts'
import { percentile } from '../support/percentiles.ts'
import { Audience, command } from './audience.ts'
import { firstFrames } from './first-frame.ts'

/**
 * Measures what a listener waits for: from /play to the first frame, and from /skip to the first
 * frame of the next track, which is prepared by then: `bun test/bench/responses.ts`. A frame is told
 * from the other track's by its tone, so a skip's figure is right to one frame of 20 ms.
 */
const TIMES = 30
/** Of the files: short enough that the next one is prepared as soon as one begins. */
const SECONDS = 25
const TONES_HZ = { one: 700, two: 1_100 } as const
type Name = keyof typeof TONES_HZ
const NAMES: readonly Name[] = ['one', 'two']
/** More than preparing a file takes. */
const PREPARED_MS = 500
/** Between rounds of two commands and of three: a member may send twenty in 10 s. */
const APART_MS = 700
const FAR_APART_MS = 1_300
const SETTLING_FRAMES = 20
const SAMPLES_PER_FRAME = 960 * 2

await using music = await MusicFolder.create()
for (const name of NAMES)
  await Bun.write(`${music.path}/${name}.wav`, markedWav(TONES_HZ[name], SECONDS))
await using show = await Show.start({
  players: 1,
  musicDir: music.path,
  bitrate: 128_000,
  environment: { LOG_LEVEL: 'warn' },
  onLog: (line) => console.error(line),
})
const [venue] = show.venues
if (venue === undefined) throw new Error('there is no venue')
await new Audience(show).seat([venue])
report('/play to the first frame, joining', await plays(true))
report('/play to the first frame, in the channel', await plays(false))
report('/skip to the first frame of a prepared track', await skips(venue))

async function plays(leaves: boolean): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < TIMES; i++) {
    times.push(...(await firstFrames(show, venue as Venue, 1, leaves, 'one.wav')))
    await Bun.sleep(leaves ? FAR_APART_MS : APART_MS)
  }
  return times
}

async function skips(venue: Venue): Promise<number[]> {
  const times: number[] = []
  await command(venue, '/play', { query: 'one.wav' })
  for (let i = 0; i < TIMES; i++) {
    const next = NAMES[(i + 1) % NAMES.length] as Name
    await command(venue, '/play', { query: `${next}.wav` })
    await Bun.sleep(PREPARED_MS)
    const before = sounding(venue).length
    const { dispatchedAtMs } = await command(venue, '/skip', {})
    await Bun.sleep(APART_MS)
    times.push(firstOf(venue, next, before) - dispatchedAtMs)
  }
  await command(venue, '/stop', {})
  return times
}

function sounding({ bob }: Venue) {
  return bob.hears().frames.filter(({ silence }) => !silence)
}

/** When the first frame of that track arrived, in ms. */
function firstOf(venue: Venue, name: Name, from: number): number {
  const frames = sounding(venue).slice(Math.max(0, from - SETTLING_FRAMES))
  const pcm = decodeFrames(frames)
  const at = frames.findIndex((_, index) => {
    if (index < SETTLING_FRAMES) return false
    const stretch = pcm.subarray(index * SAMPLES_PER_FRAME, (index + 1) * SAMPLES_PER_FRAME)
    return Math.abs(recognise(stretch).toneHz - TONES_HZ[name]) < 50
  })
  const frame = frames[at]
  if (frame === undefined) throw new Error(`${name} isn’t heard after the skip`)
  return frame.arrivedAtMs
}

function report(what: string, times: readonly number[]): void {
  const [median, most] = [percentile(times, 0.5), percentile(times, 0.95)]
  const count = `${times.length} times`
  console.log(`${what}: p50 ${median.toFixed(0)} ms, p95 ${most.toFixed(0)} ms (${count})`)
}
