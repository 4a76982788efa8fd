import { MusicFolder, Show } from '../demo/show.ts'
import { BotProcess } from '../support/bot-process.ts'
import { Audience } from './audience.ts'
import { type BareLoops, buildBareLoops, runBareLoops, runBareTimer } from './bare-loops.ts'
import type { Findings } from './findings.ts'
import { firstFrames } from './first-frame.ts'
import { thisMachine } from './machine.ts'
import {
  type BenchOptions,
  type Plan,
  parseBenchOptions,
  planOf,
  USAGE,
  UsageError,
} from './options.ts'
import { BARE_MP3_FILE, MP3_FILE, makeRecordings, OPUS_FILE } from './recordings.ts'
import { headOf, rowsOf } from './rows.ts'
import { formatTable } from './table.ts'
import { measure, type Series, type Window } from './window.ts'

/** What "transcoding" means here, in bit/s. */
const CHANNEL_BITRATE = 128_000
/** Share of one core that the bot is brought to for the lateness. */
const LOAD_PERCENT = 80
const MOST_PLAYERS_UNDER_LOAD = 120
/** libopus complexity, of the bot and of the bare loop. */
const COMPLEXITY = 10
/** More than a player may hold. */
const MEMORY_A_PLAYER_MB = 8
/** Between the last start of a track and the measurement. */
const SETTLE_MS = 2000

process.exit(await main(process.argv.slice(2)))

/** The exit code: 0 measured, whatever came out; 2 wrong arguments. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseBenchOptions(args)
    if (options === null) console.log(USAGE)
    else await bench(options)
    return 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    console.error(`bench: ${error.message}\n\n${USAGE}`)
    return 2
  }
}

async function bench(options: BenchOptions): Promise<void> {
  const plan = planOf(options)
  const before = thisMachine()
  await using music = await MusicFolder.create()
  say('computing the recordings')
  await makeRecordings(music.path)
  const bareLoops = await prepareBareLoops(`${music.path}/${BARE_MP3_FILE}`)

  const most = Math.max(...plan.passthroughPlayers, MOST_PLAYERS_UNDER_LOAD)
  await using show = await Show.start({
    players: most,
    musicDir: music.path,
    bitrate: CHANNEL_BITRATE,
    environment: {
      LOG_LEVEL: 'warn',
      ENCODER_COMPLEXITY: String(COMPLEXITY),
      // The point is to find out what the machine can bear.
      MAX_PLAYERS: String(most),
      ENGINE_MEMORY_MB: String(most * MEMORY_A_PLAYER_MB),
      MEMORY_LIMIT_MB: String(most * MEMORY_A_PLAYER_MB + 1_024),
    },
    onLog: (line) => say(`bot: ${line}`),
  })
  say('idle')
  await Bun.sleep(3000)
  const idleMb = (await show.bot.usage()).rssBytes / 1024 ** 2

  const [venue] = show.venues
  if (!venue) throw new Error('there is no venue')
  const audience = new Audience(show)
  await audience.seat([venue])
  say(`first frames of ${plan.plays} plays, joining the channel`)
  const joining = await firstFrames(show, venue, plan.plays, true)
  say(`first frames of ${plan.plays} plays, in the channel`)
  const inChannel = await firstFrames(show, venue, plan.plays, false)

  say('seating everybody')
  await audience.seat(show.venues.slice(1))
  // From here on the listeners are only there to be encrypted for; what arrives is measured at the server.
  show.discord.voice.faults.lossToListener = 1

  const series = async (file: string, players: number) =>
    await measureSeries({ show, audience, bareLoops, plan }, file, players)
  const transcoding: Series[] = []
  for (const players of plan.transcodingPlayers) transcoding.push(await series(MP3_FILE, players))
  const load = await underLoad(show, audience, transcoding, plan.latenessWindowMs)
  await audience.stop()

  const passthrough: Series[] = []
  for (const players of plan.passthroughPlayers) passthrough.push(await series(OPUS_FILE, players))

  say(`${plan.starts} starts`)
  await show.bot.stop()
  const startMs = await starts(show, plan.starts)

  const findings: Findings = {
    machine: [before, thisMachine()],
    complexity: COMPLEXITY,
    idleMb,
    joining,
    inChannel,
    transcoding,
    passthrough,
    load,
    startMs,
  }
  const rows = rowsOf(findings)
  console.log(`\n${headOf(findings)}\n\n${formatTable(rows)}`)
  if (options.json !== null)
    await Bun.write(options.json, `${JSON.stringify({ rows, findings }, null, 2)}\n`)
}

/** Builds the bare loops; where they can't be had, that is said, and they measure nothing. */
async function prepareBareLoops(mp3: string): Promise<RunBareLoops> {
  say('building the bare loops')
  const orSay = async <T>(work: Promise<T>): Promise<T | null> =>
    await work.catch((error: Error) => {
      say(`the bare loops are not to be had: ${error.message}`)
      return null
    })
  const built = (await orSay(buildBareLoops().then(() => true))) ?? false
  return async (seconds, players) =>
    built ? await orSay(runBareLoops(mp3, seconds, players)) : null
}

/** Null where they can't be run. */
type RunBareLoops = (seconds: number, players: number) => Promise<BareLoops | null>

/** What a series needs. */
interface Bench {
  readonly show: Show
  readonly audience: Audience
  readonly bareLoops: RunBareLoops
  readonly plan: Plan
}

/**
 * Has the first `players` venues play `file`, those that do already included, and measures several times, with
 * the bare loops before each window: the machine may be another one a minute later.
 */
async function measureSeries(
  { show, audience, bareLoops, plan }: Bench,
  file: string,
  players: number,
): Promise<Series> {
  say(`${players} × ${file}`)
  const venues = await audience.play(players, file)
  await Bun.sleep(SETTLE_MS)
  const windows: Window[] = []
  const bare: BareLoops[] = []
  for (let i = 0; i < plan.windows; i++) {
    const loops = await bareLoops(plan.bareSeconds, players)
    if (loops) bare.push(loops)
    windows.push(await measure(show, venues, plan.windowMs))
  }
  return { players, windows, bare }
}

/** Adds players until the bot is at 80 % of one core, and times both it and a bare timer. */
async function underLoad(show: Show, audience: Audience, series: readonly Series[], ms: number) {
  const last = series.at(-1)?.windows.at(-1)
  if (!last) throw new Error('nothing was measured')
  const wanted = Math.round((LOAD_PERCENT / last.cpuPercent) * last.players)
  const players = Math.max(last.players, Math.min(MOST_PLAYERS_UNDER_LOAD, wanted))
  say(`${players} players, for ${LOAD_PERCENT} % of a core`)
  const venues = await audience.play(players, MP3_FILE)
  await Bun.sleep(SETTLE_MS)
  const [window, timer] = await Promise.all([measure(show, venues, ms), runBareTimer(ms / 1000)])
  return { window, timer }
}

/** Milliseconds from the start of the process to identified and able to take commands. */
async function starts(show: Show, count: number): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i++) {
    const startedAtMs = performance.now()
    await using bot = BotProcess.start({ environment: show.environment })
    await bot.whileAlive(show.discord.botReady())
    times.push(performance.now() - startedAtMs)
  }
  return times
}

function say(what: string): void {
  console.error(`bench: ${what}`)
}
