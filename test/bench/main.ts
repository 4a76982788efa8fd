import { MusicFolder, Show } from '../demo/show.ts'
import { BotProcess } from '../support/bot-process.ts'
import { Audience } from './audience.ts'
import { type BareLoops, buildBareLoops, runBareLoops, runBareTimer } from './bare-loops.ts'
import type { Findings } from './findings.ts'
import { firstFrames } from './first-frame.ts'
import { type BenchOptions, parseBenchOptions, planOf, USAGE, UsageError } from './options.ts'
import { BARE_MP3_FILE, MP3_FILE, makeRecordings, OPUS_FILE } from './recordings.ts'
import { rowsOf } from './rows.ts'
import { formatTable } from './table.ts'
import { measure, type Window } from './window.ts'

/** What "transcoding" means here, in bit/s. */
const CHANNEL_BITRATE = 128_000
/** Share of one core that the bot is brought to for the lateness. */
const LOAD_PERCENT = 80
const MOST_PLAYERS_UNDER_LOAD = 120
/** Of each run of a bare loop. */
const BARE_SECONDS = 5
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
  await using music = await MusicFolder.create()
  say('computing the recordings')
  await makeRecordings(music.path)
  const bareLoops = await prepareBareLoops(`${music.path}/${BARE_MP3_FILE}`)

  const most = Math.max(...plan.passthroughPlayers, MOST_PLAYERS_UNDER_LOAD)
  await using show = await Show.start({
    players: most,
    musicDir: music.path,
    bitrate: CHANNEL_BITRATE,
    environment: { LOG_LEVEL: 'warn' },
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

  const bareBefore = await bareLoops()
  const transcoding: Window[] = []
  for (const players of plan.transcodingPlayers)
    transcoding.push(await windowWith(show, audience, MP3_FILE, players, plan.windowMs))
  const load = await underLoad(show, audience, transcoding, plan.latenessWindowMs)
  await audience.stop()

  const passthrough: Window[] = []
  for (const players of plan.passthroughPlayers)
    passthrough.push(await windowWith(show, audience, OPUS_FILE, players, plan.windowMs))
  const bareAfter = await bareLoops()

  say(`${plan.starts} starts`)
  await show.bot.stop()
  const startMs = await starts(show, plan.starts)

  const findings: Findings = {
    idleMb,
    joining,
    inChannel,
    transcoding,
    passthrough,
    load,
    startMs,
    bare: bareBefore &&
      bareAfter && {
        transcodeUs: (bareBefore.transcodeUs + bareAfter.transcodeUs) / 2,
        sendUs: (bareBefore.sendUs + bareAfter.sendUs) / 2,
      },
  }
  const rows = rowsOf(findings)
  console.log(`\n${formatTable(rows)}`)
  if (options.json !== null)
    await Bun.write(options.json, `${JSON.stringify({ rows, findings }, null, 2)}\n`)
}

/** Builds the bare loops; where they can't be had, that is said, and they measure nothing. */
async function prepareBareLoops(mp3: string): Promise<() => Promise<BareLoops | null>> {
  say('building the bare loops')
  const orSay = async <T>(work: Promise<T>): Promise<T | null> =>
    await work.catch((error: Error) => {
      say(`the bare loops are not to be had: ${error.message}`)
      return null
    })
  const built = (await orSay(buildBareLoops().then(() => true))) ?? false
  return async () => (built ? await orSay(runBareLoops(mp3, BARE_SECONDS)) : null)
}

/** Has the first `players` venues play `file`, those that do already included. */
async function windowWith(
  show: Show,
  audience: Audience,
  file: string,
  players: number,
  ms: number,
): Promise<Window> {
  say(`${players} × ${file}`)
  const venues = await audience.play(players, file)
  await Bun.sleep(SETTLE_MS)
  return await measure(show, venues, ms)
}

/** Adds players until the bot is at 80 % of one core, and times both it and a bare timer. */
async function underLoad(show: Show, audience: Audience, windows: readonly Window[], ms: number) {
  const last = windows.at(-1)
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
