import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { isAudioName } from '../../src/sources/music-files.ts'
import { type Channel, type Guild, LocalDiscord, type Member } from '../discord/local-discord.ts'
import { Permission } from '../discord/state/permissions.ts'
import { BotProcess } from '../support/bot-process.ts'
import { newDataDir } from '../support/data-dir.ts'
import { encodeWav, renderTune } from '../support/tune.ts'
import { isFile, UsageError } from './options.ts'

/** One server of the local Discord with its people. */
export interface Venue {
  readonly guild: Guild
  readonly text: Channel
  readonly voice: Channel
  /** Types the commands. */
  readonly alice: Member
  /** Listens. */
  readonly bob: Member
}

export interface ShowOptions {
  /** Servers, each with its people. */
  readonly players: number
  /** The bot's library. */
  readonly musicDir: string
  /** Of each voice channel, in bit/s. */
  readonly bitrate?: number
  /** More of the bot's variables. */
  readonly environment?: Readonly<Record<string, string>>
  /** Sees each line that the bot logs. */
  readonly onLog?: (line: string) => void
}

/** The local Discord, its servers, and the bot as a process of its own, ready for commands. */
export class Show implements AsyncDisposable {
  readonly discord: LocalDiscord
  readonly venues: readonly Venue[]
  readonly bot: BotProcess
  /** The bot's, to start another one like it. */
  readonly environment: Readonly<Record<string, string>>
  readonly #stack: AsyncDisposableStack

  private constructor(
    stack: AsyncDisposableStack,
    discord: LocalDiscord,
    venues: readonly Venue[],
    bot: BotProcess,
    environment: Readonly<Record<string, string>>,
  ) {
    this.environment = environment
    this.#stack = stack
    this.discord = discord
    this.venues = venues
    this.bot = bot
  }

  static async start(options: ShowOptions): Promise<Show> {
    await using stack = new AsyncDisposableStack()
    const discord = stack.use(await LocalDiscord.start())
    const venues = Array.from({ length: options.players }, (_, i) =>
      createVenue(discord, i, options.bitrate ?? 96_000),
    )
    const dataDir = await temporaryFolder(stack)
    await newDataDir(dataDir)
    const allowed = options.environment?.ALLOW_PRIVATE_ADDRESSES
    const environment = {
      ...discord.environment(),
      MUSIC_DIR: options.musicDir,
      DATA_DIR: dataDir,
      SUGGESTIONS_URL: 'off',
      STATION_DIRECTORY_URL: 'off',
      ...options.environment,
      ALLOW_PRIVATE_ADDRESSES: allowed ? `${discord.fileHost},${allowed}` : discord.fileHost,
    }
    const { onLog } = options
    const bot = BotProcess.start({ environment, ...(onLog ? { onLine: onLog } : {}) })
    stack.use(bot)
    await bot.whileAlive(discord.botReady())
    return new Show(stack.move(), discord, venues, bot, environment)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}

function createVenue(discord: LocalDiscord, index: number, bitrate: number): Venue {
  const guild = discord.createGuild(index === 0 ? 'The Local' : `The Local ${index + 1}`)
  const alice = guild.createMember('alice')
  // So that she sees what's for admins, too.
  guild.giveRole(alice, guild.createRole('Admins', Permission.manageGuild))
  return {
    ...{ guild, alice },
    text: guild.createTextChannel('music'),
    voice: guild.createVoiceChannel('Lounge', { bitrate }),
    bob: guild.createMember('bob'),
  }
}

/** A library for one run: copies of the files that were asked for, or the tune of the house. */
export class MusicFolder implements AsyncDisposable {
  readonly path: string
  readonly #attaches: boolean
  private constructor(path: string, attaches: boolean) {
    this.path = path
    this.#attaches = attaches
  }

  /** With `attaches` the bot's library is another one, so that files are attached to what's typed. */
  static async create({ attaches = false } = {}): Promise<MusicFolder> {
    return new MusicFolder(await mkdtemp(join(tmpdir(), 'segue-music-')), attaches)
  }

  /**
   * What to type after /play for a query: files become names in the library, all else stays as it is.
   * Throws `UsageError` for a file that the library wouldn't find.
   */
  async typable(query: string): Promise<string> {
    if (!isFile(query)) return query
    const name = basename(query)
    if (!isAudioName(name)) {
      throw new UsageError(`${query} isn’t named as music is: give it an ending like .mp3 or .flac`)
    }
    return await this.#add(name, Bun.file(query))
  }

  /** The tune of the house; returns what to type for it. */
  async addTune(): Promise<string> {
    return await this.#add('house-tune.wav', encodeWav(renderTune()))
  }

  async #add(name: string, content: Blob | Uint8Array): Promise<string> {
    const path = join(this.path, name)
    await Bun.write(path, content)
    return this.#attaches ? `file:${path}` : name
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }
}

async function temporaryFolder(stack: AsyncDisposableStack): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'segue-data-'))
  stack.defer(() => rm(path, { recursive: true, force: true }))
  return path
}
