import { SegueError } from '../../src/base/error.ts'
import { userId } from '../../src/base/ids.ts'
import type { Related } from '../../src/domain/autoplay.ts'
import type { Command } from '../../src/domain/command.ts'
import type { Notice } from '../../src/domain/notice.ts'
import type { PlaybackEvent, PlayOrder } from '../../src/domain/playback.ts'
import { freshState } from '../../src/domain/player/state.ts'
import type { Member } from '../../src/domain/policy/actor.ts'
import { defaultSettings, type GuildSettings } from '../../src/domain/settings.ts'
import type { Track } from '../../src/domain/track.ts'
import { Events } from '../../src/observability/events.ts'
import { silentLog } from '../../src/observability/log.ts'
import { Player } from '../../src/player/player.ts'
import type { PlayerHost } from '../../src/player/player-ports.ts'
import type { Library, Playback } from '../../src/player/ports.ts'
import { ManualClock } from '../discord/manual-clock.ts'
import { channelAt, guild, request } from '../domain/player/sample.ts'

/** Settings of a server that's told of each track. */
export const inLines: GuildSettings = { ...defaultSettings, announcements: 'lines' }

type Call = { readonly name: string; readonly settle: PromiseWithResolvers<unknown> }

/**
 * An engine and a library at the player's ports, which do nothing by themselves: a test sees which
 * calls stand open, and decides when and how each one ends.
 */
export class Backstage {
  readonly clock = new ManualClock(0)
  readonly calls: string[] = []
  readonly announced: Notice[] = []
  readonly orders: PlayOrder[] = []
  /** Whether anybody is in the bot's channel. */
  listened = true
  readonly logged: { message: string; fields: unknown }[] = []
  readonly player: Player
  #open: Call[] = []

  constructor() {
    const playback: Playback = {
      connect: (_, channelId) => this.#call(`connect ${channelId}`) as Promise<void>,
      disconnect: () => this.#call('disconnect') as Promise<void>,
      abandon: () => this.#call('abandon') as Promise<void>,
      play: (_, order) => {
        this.orders.push(order)
        return this.#call(`play ${order.playId}`) as Promise<void>
      },
      prepare: (_, next) =>
        this.#call(next === null ? 'unprepare' : `prepare ${next.number}`) as Promise<void>,
      stop: () => this.#call('stop') as Promise<void>,
      setPaused: (_, paused) => this.#call(paused ? 'pause' : 'resume') as Promise<void>,
      seek: (_, positionMs) => this.#call(`seek ${positionMs}`) as Promise<number>,
      setSound: (_, { volume }) => this.#call(`volume ${volume}`) as Promise<void>,
      stats: async () => ({ framesSent: 0, framesMissing: 0, framesLate: 0 }),
      caughtUp: async () => {},
      onEvent: () => ({ [Symbol.dispose]() {} }),
    }
    const library: Library = {
      find: () => Promise.reject(new SegueError('nothing-found')),
      search: () => Promise.reject(new SegueError('nothing-found')),
      findAttachment: () => Promise.reject(new SegueError('nothing-found')),
      queryFor: () => null,
      suggestWords: () => Promise.resolve([]),
      stations: () => Promise.resolve([]),
      station: () => Promise.resolve(null),
      suggest: () => Promise.resolve([]),
      lyrics: () => Promise.reject(new SegueError('no-lyrics')),
      cover: () => Promise.resolve(null),
      open: async (track: Track) => {
        await this.#call(`open ${track.title}`)
        return { kind: 'file', path: track.locator }
      },
    }
    const announcer = {
      announce: async (_: unknown, told: Notice) => {
        this.announced.push(told)
        return null
      },
    }
    const log = {
      ...silentLog,
      info: (message: string, fields?: unknown) => void this.logged.push({ message, fields }),
    }
    const related = () => this.#call('relate') as Promise<readonly Related[]>
    const ports = {
      playback,
      library,
      related,
      announcer,
      clock: this.clock,
      log,
      events: new Events(log),
    }
    const host: PlayerHost = {
      admit() {},
      opening: async () => {},
      stepped() {},
      voiceChannel: channelAt,
      listeners: () => (this.listened ? [userId('30')] : []),
    }
    this.player = new Player(guild, ports, host, freshState(inLines))
  }

  /** Begins a command; its outcome is a sentence-like text. */
  command(command: Command, by: Partial<Member> = {}): Promise<string> {
    return this.player.command(command, request(by)).then(
      (notice) => notice.kind,
      (error: unknown) => (error instanceof SegueError ? `refused: ${error.code}` : String(error)),
    )
  }

  get open(): string[] {
    return this.#open.map(({ name }) => name)
  }

  /** Ends the oldest open call of that name well. */
  async done(name: string, value?: unknown): Promise<void> {
    this.#take(name).settle.resolve(value)
    await settled()
  }

  async fails(name: string, error: SegueError): Promise<void> {
    this.#take(name).settle.reject(error)
    await settled()
  }

  async event(event: PlaybackEvent): Promise<void> {
    this.player.hear(event)
    await settled()
  }

  async started(playId: number): Promise<void> {
    const { requestId } = request()
    const order = {
      guildId: guild,
      playId,
      requestId,
      durationMs: 180_000,
      stated: true,
      seekable: true,
    }
    await this.event({ ...order, kind: 'started' })
  }

  #take(name: string): Call {
    const index = this.#open.findIndex((call) => call.name === name)
    const [call] = index < 0 ? [] : this.#open.splice(index, 1)
    if (call === undefined) throw new Error(`${name} is not open, but: ${this.open.join(', ')}`)
    return call
  }

  #call(name: string): Promise<unknown> {
    const call = { name, settle: Promise.withResolvers<unknown>() }
    this.calls.push(name)
    this.#open.push(call)
    return call.settle.promise
  }
}

/** Lets everything that is ready run: promises only, no time passes. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
