import { type Client, Events } from 'discord.js'
import type { Clock } from '../base/clock.ts'
import { guildId } from '../base/ids.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import type { Departures } from './ports.ts'

const LOOK_EVERY_MS = 60 * 60_000
const AGAIN_MS = 60_000

/**
 * Notes which servers the bot is a member of: at the start, since it may have been removed while it
 * was off, when it joins or leaves one, and every hour.
 */
export class Membership implements Disposable {
  readonly #client: Client<true>
  readonly #departures: Departures
  readonly #clock: Clock
  readonly #log: Log
  readonly #look = () => void this.look()
  #timer: Disposable | null = null
  #looking = false
  #changed = false
  #ended = false

  constructor(client: Client<true>, departures: Departures, clock: Clock, log: Log) {
    this.#client = client
    this.#departures = departures
    this.#clock = clock
    this.#log = log
    client.on(Events.GuildCreate, this.#look)
    client.on(Events.GuildDelete, this.#look)
    this.#look()
  }

  /** Never rejects: a look that fails is followed by another one. */
  async look(): Promise<void> {
    this.#changed = true
    if (this.#looking || this.#ended) return
    this.#looking = true
    this.#timer?.[Symbol.dispose]()
    let nextMs = LOOK_EVERY_MS
    try {
      while (this.#changed) {
        this.#changed = false
        // Servers in an outage are among them.
        const present = [...this.#client.guilds.cache.keys()].map(guildId)
        await this.#departures.note(present, new Date())
      }
    } catch (error) {
      nextMs = AGAIN_MS
      if (!this.#ended) this.#log.warn('couldn’t note which servers the bot is in', reasonOf(error))
    }
    this.#looking = false
    if (!this.#ended) this.#timer = this.#clock.after(nextMs, this.#look)
  }

  [Symbol.dispose](): void {
    this.#ended = true
    this.#timer?.[Symbol.dispose]()
    this.#client.off(Events.GuildCreate, this.#look)
    this.#client.off(Events.GuildDelete, this.#look)
  }
}
