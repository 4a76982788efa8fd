import type { BotProcess } from '../support/bot-process.ts'
import { Concert } from './concert.ts'
import { passedOn } from './environment.ts'
import { type DemoOptions, parseDemoOptions, UsageError } from './options.ts'
import { PROMPT_HELP, prompt } from './prompt.ts'
import { headline, makeReport, type Report, shortcomings } from './report.ts'
import { Screen } from './screen.ts'
import { MusicFolder, Show } from './show.ts'
import USAGE from './usage.txt' with { type: 'text' }
import { UsageMeter } from './usage-meter.ts'

const TICK_MS = 100
/** As shells tell that SIGINT (2) ended a program: 128 more. */
const INTERRUPTED = 130

process.exit(await main(process.argv.slice(2)))

/** The exit code: 0 music was heard and nothing missing, 1 otherwise, 2 wrong arguments. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseDemoOptions(args)
    if (options !== null) return await demonstrate(options)
    process.stdout.write(USAGE)
    return 0
  } catch (error) {
    const usage = error instanceof UsageError
    console.error(`script/demo: ${error instanceof Error ? error.message : error}`)
    if (usage) console.error('script/demo --help shows how to use it.')
    return usage ? 2 : 1
  }
}

async function demonstrate(options: DemoOptions): Promise<number> {
  const interrupted = new AbortController()
  const interrupt = () => {
    // A second Ctrl-C means: don't wait. The bot ends when its demo is gone.
    if (interrupted.signal.aborted) process.exit(INTERRUPTED)
    interrupted.abort()
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const screen = new Screen(process.stdout)
  interrupted.signal.addEventListener('abort', () =>
    screen.say('Ending … Ctrl-C again ends it at once.'),
  )
  const environment = passedOn(process.env)
  await using music = await MusicFolder.create({ attaches: environment.MUSIC_DIR !== undefined })
  const queries = await Promise.all(options.queries.map((query) => music.typable(query)))
  // The tune of the house sounds until the demo is told to end.
  const loops = queries.length === 0 && (options.prompt || options.forSeconds !== null)
  if (queries.length === 0) queries.push(await music.addTune())

  screen.say('Starting a local Discord and the bot …')
  await using show = await Show.start({
    players: options.players,
    musicDir: music.path,
    environment,
    onLog: (line) => warn(screen, line),
  })
  const concert = await Concert.begin(show, screen)
  screen.say('The bot is ready. alice and bob sit in the voice channel; bob listens.')
  const meter = await UsageMeter.start(show.bot)
  const lines = queries.map((query) => `/play ${query}`)
  if (loops) lines.push('/loop mode:track')
  await perform(options, lines, show, concert, screen, interrupted, meter)
  screen.end()
  const { listeners, dispatchedAtMs } = concert
  const report = makeReport(listeners, dispatchedAtMs, meter.read())
  return await conclude(options, report, concert, screen)
}

/** From the first command to the end of the music, of the time, or of the patience of who watches. */
async function perform(
  options: DemoOptions,
  lines: readonly string[],
  show: Show,
  concert: Concert,
  screen: Screen,
  interrupted: AbortController,
  meter: UsageMeter,
): Promise<void> {
  const ticking = setInterval(() => {
    const now = performance.now()
    concert.tick(now)
    if (concert.isPlaying(now)) meter.sample(now)
  }, TICK_MS)
  try {
    const playing = playAll(lines, show, concert)
    const { promise: asked, resolve: askToEnd } = Promise.withResolvers<void>()
    interrupted.signal.addEventListener('abort', () => askToEnd())
    const end =
      options.prompt && process.stdin.isTTY
        ? talk(show, concert, screen, interrupted)
        : untilOver(options, show, concert, asked)
    await Promise.race([end, asked, playing.then(() => end), died(show.bot)])
  } finally {
    clearInterval(ticking)
  }
}

async function playAll(lines: readonly string[], show: Show, concert: Concert): Promise<void> {
  for (const line of lines) await Promise.all(show.venues.map((venue) => concert.type(line, venue)))
}

async function talk(
  show: Show,
  concert: Concert,
  screen: Screen,
  interrupted: AbortController,
): Promise<void> {
  for (const line of PROMPT_HELP.split('\n')) screen.say(line)
  const [venue] = show.venues
  if (!venue) return
  await prompt(screen, {
    type: (line) => concert.type(line, venue),
    status: () => concert.liveLine(performance.now()),
    commands: () => show.discord.bot.commands.list(null),
    interrupted,
  })
}

/** Types the cues when their time has come; resolves when the music or the time is over. */
async function untilOver(
  options: DemoOptions,
  show: Show,
  concert: Concert,
  interrupted: Promise<void>,
): Promise<void> {
  const cues = [...options.cues]
  const [venue] = show.venues
  let ended = false
  void interrupted.then(() => {
    ended = true
  })
  while (!ended && venue) {
    const now = performance.now()
    const musicMs = concert.musicMs(now) ?? 0
    while (cues[0] && musicMs >= cues[0].atSeconds * 1000) {
      const cue = cues.shift()
      if (cue) void concert.type(cue.line, venue)
    }
    if (options.forSeconds !== null && musicMs >= options.forSeconds * 1000) return
    if (cues.length === 0 && concert.isOver(now)) return
    if (musicMs === 0 && concert.isOver(now)) return
    await Bun.sleep(TICK_MS / 2)
  }
}

/** Rejects when the bot ends before it was told to. */
async function died(bot: BotProcess): Promise<void> {
  await bot.whileAlive(new Promise<void>(() => {}))
}

async function conclude(
  options: DemoOptions,
  report: Report,
  concert: Concert,
  screen: Screen,
): Promise<number> {
  screen.say(headline(report))
  const faults = shortcomings(report)
  screen.say(faults.length === 0 ? 'Music, whole.' : `Not good: ${faults.join('; ')}.`)
  if (options.record !== null) {
    await concert.listeners[0]?.writeWav(options.record)
    screen.say(`recorded to ${options.record}`)
  }
  if (options.report !== null) {
    await Bun.write(options.report, `${JSON.stringify(report, null, 2)}\n`)
    screen.say(`reported to ${options.report}`)
  }
  return faults.length === 0 ? 0 : 1
}

/** The bot's log is its own affair, but for what went wrong. */
function warn(screen: Screen, line: string): void {
  if (!/^\{"level":"(debug|info)"/.test(line)) screen.say(`bot    ${line}`)
}
