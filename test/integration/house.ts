import { expect } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ErrorCode } from '../../src/domain/errors.ts'
import { errorText } from '../../src/gateway/ui/error-text.ts'
import {
  type Channel,
  type Guild,
  type InteractionOutcome,
  LocalDiscord,
  type Member,
} from '../sandbox/local-discord.ts'
import { decodeFrames } from '../sandbox/voice/hearing.ts'
import { BotProcess } from '../support/bot-process.ts'
import { newDataDir } from '../support/data-dir.ts'
import { type Heard, markedWav, recognise } from '../support/marked-tones.ts'
import { until } from '../support/until.ts'

/** The library's tracks: their marks in Hz and lengths in seconds. */
export const TRACKS = {
  Alpha: { toneHz: 700, seconds: 40 },
  Bravo: { toneHz: 900, seconds: 40 },
  Charlie: { toneHz: 1100, seconds: 40 },
  Delta: { toneHz: 1300, seconds: 40 },
  Blip: { toneHz: 1500, seconds: 1.2 },
  '@everyone _is_ **here**': { toneHz: 1700, seconds: 40 },
} as const
export type TrackName = keyof typeof TRACKS

const READY_WITHIN_MS = 60_000
const SILENT_WITHIN_MS = 5_000
/** Frames that are decoded to know what sounds now, after some that settle the decoder. */
const STRETCH_FRAMES = 10
const SETTLING_FRAMES = 10
const SAMPLES_PER_FRAME = 960 * 2

export interface HouseOptions {
  /** More files of the library, by name. */
  readonly files?: Readonly<Record<string, Uint8Array | string>>
  /** Scripts that run in the bot's process before the bot. */
  readonly preload?: readonly string[]
}

/** A local Discord, the bot as a process of its own with a library of marked tones, a web server. */
export class House implements AsyncDisposable {
  readonly discord: LocalDiscord
  readonly web: Bun.Server<undefined>
  /** Lets the web server answer what is asked of it below that folder, `held-…`, and waits until then. */
  readonly release: (folder: string) => void
  readonly #folder: string
  readonly #environment: Readonly<Record<string, string>>
  readonly #preload: readonly string[]
  readonly #log: string[] = []
  #bot: BotProcess
  #starts = 0

  private constructor(
    discord: LocalDiscord,
    web: Bun.Server<undefined>,
    release: (folder: string) => void,
    folder: string,
    environment: Readonly<Record<string, string>>,
    preload: readonly string[],
  ) {
    this.discord = discord
    this.web = web
    this.release = release
    this.#folder = folder
    this.#preload = preload
    this.#environment = {
      ...discord.environment(),
      MUSIC_DIR: join(folder, 'music'),
      DATA_DIR: join(folder, 'data'),
      ALLOW_PRIVATE_ADDRESSES: `127.0.0.1:${web.port},${discord.fileHost}`,
      YTDLP_PATH: join(folder, 'no-yt-dlp'),
      ...environment,
    }
    this.#bot = this.#launch()
  }

  static async start(
    environment: Readonly<Record<string, string>> = {},
    { files = {}, preload = [] }: HouseOptions = {},
  ): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'segue-house-'))
    const all = [...library(), ...Object.entries(files)]
    for (const [name, bytes] of all) await Bun.write(join(folder, 'music', name), bytes)
    await newDataDir(join(folder, 'data'))
    const gates = new Gates()
    const web = serveFiles(join(folder, 'music'), gates)
    const discord = await LocalDiscord.start()
    const release = (name: string) => gates.of(name).resolve()
    const house = new House(discord, web, release, folder, environment, preload)
    try {
      await house.#isReady()
    } catch (error) {
      await house[Symbol.asyncDispose]()
      throw error
    }
    return house
  }

  get musicDir(): string {
    return join(this.#folder, 'music')
  }

  get dataDir(): string {
    return join(this.#folder, 'data')
  }

  get bot(): BotProcess {
    return this.#bot
  }

  /** Stops the bot and starts another one. */
  async restart(): Promise<void> {
    await this.#bot.stop()
    await this.startAgain()
  }

  /** Starts the bot after it has ended. */
  async startAgain(): Promise<void> {
    this.#bot = this.#launch()
    await this.#isReady()
  }

  /** Ends the bot as a power cut does: it gets to do nothing more. */
  async crash(): Promise<void> {
    process.kill(this.#bot.pid, 'SIGKILL')
    await this.#bot.exited
  }

  /** A second process of the same bot, with a data folder of its own; it is the caller's. */
  async another(): Promise<BotProcess> {
    const dataDir = join(this.#folder, 'data-of-another')
    const bot = BotProcess.start({ environment: { ...this.#environment, DATA_DIR: dataDir } })
    const isReady = () => bot.lines.some((line) => line.includes('"ready"'))
    await bot.whileAlive(until(isReady, 'the second process', READY_WITHIN_MS))
    return bot
  }

  /** Everything that it has logged. */
  get allLines(): readonly string[] {
    return this.#log
  }

  /** Lines of that message, parsed. */
  logged(message: string): Record<string, unknown>[] {
    return this.#log
      .filter((line) => line.startsWith('{'))
      .map((line): Record<string, unknown> => JSON.parse(line))
      .filter(({ msg }) => msg === message)
  }

  /** A new server, with a voice channel and a member who listens there. */
  async room(options: { join?: boolean } = {}): Promise<Room> {
    const guild = this.discord.createGuild()
    const lounge = guild.createVoiceChannel('lounge', { bitrate: 128_000 })
    const text = guild.createTextChannel('music')
    const room = new Room(this.discord, guild, lounge, text, guild.createMember('alice'))
    if (options.join !== false) await room.alice.joins(lounge)
    return room
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#bot.stop()
    await this.discord[Symbol.asyncDispose]()
    await this.web.stop(true)
    await rm(this.#folder, { recursive: true, force: true })
  }

  #launch(): BotProcess {
    const onLine = (line: string) => void this.#log.push(line)
    return BotProcess.start({ environment: this.#environment, preload: this.#preload, onLine })
  }

  async #isReady(): Promise<void> {
    const seen = this.#starts
    await this.#bot.whileAlive(
      until(() => this.logged('ready').length > seen, 'the bot', READY_WITHIN_MS),
    )
    this.#starts++
  }
}

/** One server as its members see and hear it. */
export class Room {
  readonly discord: LocalDiscord
  readonly guild: Guild
  readonly lounge: Channel
  readonly text: Channel
  readonly alice: Member

  constructor(discord: LocalDiscord, guild: Guild, lounge: Channel, text: Channel, alice: Member) {
    this.discord = discord
    this.guild = guild
    this.lounge = lounge
    this.text = text
    this.alice = alice
  }

  /** Alice, or another member, types into the text channel. */
  async outcome(
    line: string,
    values: Parameters<Member['types']>[1] = {},
    { by = this.alice, ...options }: Parameters<Member['types']>[2] & { by?: Member } = {},
  ): Promise<InteractionOutcome> {
    const outcome = await by.types(line, values, { in: this.text, ...options })
    return outcome.settled()
  }

  /** Alice types, and reads the answer. */
  async types(...typed: Parameters<Room['outcome']>): Promise<string> {
    return (await this.outcome(...typed)).text
  }

  /** Starts a track and waits until it is heard. */
  async plays(name: TrackName, options: Record<string, boolean> = {}): Promise<void> {
    const answer = await this.types('/play', { query: name, ...options })
    // The latter where the machine is so busy that the first frame is long in coming.
    expect([`Playing **${name}**`, `**${name}** is about to start.`]).toContain(answer)
    await this.hears(name)
  }

  /** What alice hears just now, or heard up to that frame of sound. */
  heard(upTo = this.framesHeard): Heard {
    const sounding = this.alice.hears().frames.filter(({ silence }) => !silence)
    const first = Math.max(0, upTo - STRETCH_FRAMES - SETTLING_FRAMES)
    const pcm = decodeFrames(sounding.slice(first, upTo))
    return recognise(pcm.subarray(-STRETCH_FRAMES * SAMPLES_PER_FRAME))
  }

  /** The first that alice hears of that track in frames that come after the call. */
  async hears(name: TrackName, timeoutMs = 30_000): Promise<Heard> {
    const { toneHz } = TRACKS[name]
    let upTo = this.framesHeard + STRETCH_FRAMES + SETTLING_FRAMES
    // Stretch by stretch: a track may be over before this looks at it.
    const isHeard = () => {
      for (const frames = this.framesHeard; upTo <= frames; upTo += STRETCH_FRAMES) {
        if (Math.abs(this.heard(upTo).toneHz - toneHz) < 10) return true
      }
      return false
    }
    const what = () => `${name} (${toneHz} Hz); heard: ${JSON.stringify(this.heard())}`
    await until(isHeard, what, timeoutMs)
    return this.heard(upTo)
  }

  /**
   * The position, in seconds, from which it went on where the sound jumped after frame `from`; up to
   * half a second later, since it is told from stretches that lie behind the jump.
   */
  async jumped(from: number, isThere: (positionS: number) => boolean): Promise<number> {
    let upTo = from
    await until(
      () => {
        while (upTo < this.framesHeard && !isThere(this.heard(upTo).positionS)) upTo++
        return upTo + STRETCH_FRAMES <= this.framesHeard
      },
      `a jump; heard: ${JSON.stringify(this.heard())}`,
    )
    return this.heard(upTo + STRETCH_FRAMES).positionS
  }

  get framesHeard(): number {
    return this.alice.hears().frames.filter(({ silence }) => !silence).length
  }

  /** Whether no sound comes for a while, once what was under way has arrived. */
  async isSilent(): Promise<boolean> {
    const deadline = performance.now() + SILENT_WITHIN_MS
    for (let before = -1; before !== this.framesHeard; await Bun.sleep(300)) {
      if (performance.now() > deadline) return false
      before = this.framesHeard
    }
    return true
  }

  /** What everybody reads in the text channel. */
  get read(): string[] {
    return this.discord.messages(this.text).map(({ text }) => text)
  }

  /** The same without the news that a join waits, which depends on how many tests run at once. */
  get readHere(): string[] {
    return this.read.filter((text) => !text.startsWith('Many channels are being joined'))
  }

  get pinged(): boolean {
    return this.discord
      .messages(this.text)
      .some(({ pings }) => pings.everyone || pings.users.length > 0 || pings.roles.length > 0)
  }

  async reads(part: string): Promise<void> {
    await this.discord.waitForMessage(this.text, ({ text }) => text.includes(part))
  }
}

/** The answer is that code's sentence, seen by nobody but the caller. */
export async function expectRefusal(outcome: InteractionOutcome, code: ErrorCode): Promise<void> {
  await outcome.settled()
  expect(outcome.text).toBe(errorText[code])
  const shown = [outcome.response, ...outcome.followUps].filter((message) => message !== null)
  expect(shown.map(({ ephemeral }) => ephemeral)).toEqual([true])
}

let computed: [string, Uint8Array][] | null = null
/** The library's files; computed once for all houses of a run. */
function library(): [string, Uint8Array][] {
  computed ??= Object.entries(TRACKS).map(([name, { toneHz, seconds }]) => [
    `${name}.wav`,
    markedWav(toneHz, seconds),
  ])
  return computed
}

/** What waits for a test's word, by name. */
class Gates {
  readonly #gates = new Map<string, PromiseWithResolvers<void>>()

  of(name: string): PromiseWithResolvers<void> {
    const gate = this.#gates.get(name) ?? Promise.withResolvers<void>()
    this.#gates.set(name, gate)
    return gate
  }
}

/** Files below `folder`, with ranges. */
function serveFiles(folder: string, gates: Gates): Bun.Server<undefined> {
  return Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 0,
    async fetch(request) {
      const path = decodeURIComponent(new URL(request.url).pathname)
      const [, held, name = path] = /^\/(held-\w+)(\/.*)$/.exec(path) ?? []
      if (held !== undefined) await gates.of(held).promise
      const file = Bun.file(join(folder, name))
      if (!(await file.exists())) return new Response('no', { status: 404 })
      const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.get('range') ?? '') ?? []
      if (from === undefined) return new Response(file, { headers: { 'accept-ranges': 'bytes' } })
      const end = to === '' || to === undefined ? file.size - 1 : Number(to)
      const headers = { 'content-range': `bytes ${from}-${end}/${file.size}` }
      return new Response(file.slice(Number(from), end + 1), { status: 206, headers })
    },
  })
}
