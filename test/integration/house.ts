import { expect } from 'bun:test'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { guildId } from '../../src/base/ids.ts'
import { Database } from '../../src/db/database.ts'
import { PlayerRepo } from '../../src/db/player-repo.ts'
import { silentLog } from '../../src/observability/log.ts'
import type { PlayerSnapshot } from '../../src/player/ports.ts'
import { LocalDiscord } from '../discord/local-discord.ts'
import { until } from '../discord/until.ts'
import { BotProcess } from '../support/bot-process.ts'
import { newDataDir } from '../support/data-dir.ts'
import { DATABASE_OF_RUN, type DatabaseKind } from '../support/database-of-run.ts'
import { sharedPostgres } from '../support/postgres-server.ts'
import { Gates, serveFiles } from './held-files.ts'
import { Room } from './room.ts'
import { fillLibrary } from './tracks.ts'

const READY_WITHIN_MS = 60_000

export interface HouseOptions {
  /** Only for what is about one of them; otherwise `TEST_DATABASE` decides. */
  readonly database?: DatabaseKind
  /** More files of the library, by name. */
  readonly files?: Readonly<Record<string, Uint8Array | string>>
  /** Bits of the privileged intents that Discord grants the bot; none unless it says otherwise. */
  readonly privilegedIntents?: number
  /** Scripts that run in the bot's process before the bot. */
  readonly preload?: readonly string[]
}

export interface RoomOptions {
  /** Whether alice is in the voice channel; she is, unless it says otherwise. */
  readonly join?: boolean
  /** How the bot tells there what nobody asked for; the default, unless it says otherwise. */
  readonly announcements?: 'lines' | 'none'
}

/** Discord's permission, as a bit. */
const MANAGE_SERVER = 1n << 5n

/** A local Discord, the bot as a process of its own with a library of marked tones, a web server. */
export class House implements AsyncDisposable {
  readonly discord: LocalDiscord
  readonly web: Bun.Server<undefined>
  /** Lets the web server answer what is asked of it below that folder, `held-…`, and waits until then. */
  readonly release: (folder: string) => void
  /** Resolves once something is asked of it below that folder. */
  readonly isAsked: (folder: string) => Promise<void>
  readonly #folder: string
  #environment: Readonly<Record<string, string>>
  readonly #preload: readonly string[]
  readonly #log: string[] = []
  /** Of the log, what is JSON; parsed once, for tests look again and again while they wait for a line. */
  readonly #parsed: Record<string, unknown>[] = []
  #bot: BotProcess
  #starts = 0

  private constructor(
    discord: LocalDiscord,
    web: Bun.Server<undefined>,
    gates: Gates,
    folder: string,
    environment: Readonly<Record<string, string>>,
    preload: readonly string[],
  ) {
    this.discord = discord
    this.web = web
    this.release = (name) => gates.of(name).resolve()
    this.isAsked = (name) => gates.asked(name).promise
    this.#folder = folder
    this.#preload = preload
    this.#environment = {
      ...discord.environment(),
      MUSIC_DIR: join(folder, 'music'),
      DATA_DIR: join(folder, 'data'),
      ALLOW_PRIVATE_ADDRESSES: `127.0.0.1:${web.port},${discord.fileHost}`,
      YTDLP_PATH: join(folder, 'no-yt-dlp'),
      SUGGESTIONS_URL: 'off',
      STATION_DIRECTORY_URL: 'off',
      ...environment,
    }
    this.#bot = this.#launch()
  }

  static async start(
    environment: Readonly<Record<string, string>> = {},
    {
      database = DATABASE_OF_RUN,
      files = {},
      preload = [],
      privilegedIntents = 0,
    }: HouseOptions = {},
  ): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'segue-house-'))
    await fillLibrary(join(folder, 'music'))
    for (const [name, bytes] of Object.entries(files))
      await Bun.write(join(folder, 'music', name), bytes)
    const storage: Record<string, string> = {}
    if ('DATABASE_URL' in environment) {
      // The test has brought its own.
    } else if (database === 'embedded') await newDataDir(join(folder, 'data'))
    else storage.DATABASE_URL = await (await sharedPostgres()).createStarted()
    const gates = new Gates()
    const web = serveFiles(join(folder, 'music'), gates)
    const discord = await LocalDiscord.start()
    discord.bot.privilegedIntents = privilegedIntents
    const all = { ...storage, ...environment }
    const house = new House(discord, web, gates, folder, all, preload)
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

  /** The variables that say where the bot keeps its state, for commands beside it. */
  get storage(): Readonly<Record<string, string>> {
    const url = this.#environment.DATABASE_URL
    return { DATA_DIR: this.dataDir, ...(url !== undefined && { DATABASE_URL: url }) }
  }

  /**
   * Does `work` in the bot's database. An embedded one has room for one process: while the bot runs,
   * `work` gets a copy as of now, and what it changes there is lost.
   */
  async inDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
    await using stack = new AsyncDisposableStack()
    const url = this.storage.DATABASE_URL ?? null
    const dataDir = url === null && this.#bot.isRunning ? await this.#copy(stack) : this.dataDir
    const database = await Database.open({ url, dataDir, log: silentLog })
    stack.use(database)
    return await work(database)
  }

  /**
   * Resolves once what's stored of that room's player is so. It's stored in the background, and nothing
   * else tells what a crash would leave.
   */
  async stores(room: Room, isSo: (stored: PlayerSnapshot) => boolean): Promise<void> {
    const isStored = () =>
      this.inDatabase(async (database) => {
        const stored = await new PlayerRepo(database).load(guildId(room.guild.id))
        return stored !== null && isSo(stored.snapshot)
      })
    await until(isStored, 'what a crash would leave')
  }

  get bot(): BotProcess {
    return this.#bot
  }

  /** Stops the bot and starts another one, with these variables changed from now on. */
  async restart(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#bot.stop()
    this.#environment = { ...this.#environment, ...environment }
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
    return this.#parsed.filter(({ msg }) => msg === message)
  }

  /** A new server, with a voice channel and a member who listens there. */
  async room(options: RoomOptions = {}): Promise<Room> {
    const guild = this.discord.createGuild()
    const lounge = guild.createVoiceChannel('lounge', { bitrate: 128_000 })
    const text = guild.createTextChannel('music')
    const room = new Room(this.discord, guild, lounge, text, guild.createMember('alice'))
    if (options.join !== false) await room.alice.joins(lounge)
    if (options.announcements !== undefined) {
      const host = guild.createMember('host')
      guild.giveRole(host, guild.createRole('staff', MANAGE_SERVER))
      await room.types('/settings', { announcements: options.announcements }, { by: host })
    }
    return room
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#bot.stop()
    await this.discord[Symbol.asyncDispose]()
    await this.web.stop(true)
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** The data folder at one moment: the bot stands still while it's copied. */
  async #copy(stack: AsyncDisposableStack): Promise<string> {
    const copy = await mkdtemp(join(tmpdir(), 'segue-copy-'))
    stack.defer(() => rm(copy, { recursive: true, force: true }))
    process.kill(this.#bot.pid, 'SIGSTOP')
    try {
      await cp(this.dataDir, copy, {
        recursive: true,
        filter: (path) => path !== join(this.dataDir, 'keys'),
      })
    } finally {
      process.kill(this.#bot.pid, 'SIGCONT')
    }
    return copy
  }

  #launch(): BotProcess {
    const onLine = (line: string) => {
      this.#log.push(line)
      if (line.startsWith('{')) this.#parsed.push(JSON.parse(line))
    }
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

/** Closes a house in which all that the bot asked of Discord was known there, and no answer came to nothing. */
export async function endInOrder(house: House): Promise<void> {
  const { unknownCalls } = house.discord
  await house[Symbol.asyncDispose]()
  expect(unknownCalls).toEqual([])
  expect(house.logged('couldn’t answer a command')).toEqual([])
  expect(house.logged('couldn’t tell Discord in time that an answer is coming')).toEqual([])
}
