import { type Clock, pause } from '../../base/clock.ts'
import type { ChannelId, GuildId } from '../../base/ids.ts'
import { within } from '../../base/within.ts'
import type { PlayerState } from '../../domain/player/state.ts'
import type { Log } from '../../observability/log.ts'
import { reasonOf } from '../../observability/logger.ts'
import type { EditTurns } from '../now-playing/edit-turns.ts'
import type { StandingStatus, StatusStore } from '../ports.ts'
import { plainHeardTitleOf } from '../views/title.ts'

/** Discord's limit, in characters. */
const STATUS_LIMIT = 500
/** A status changes at most this often. */
const CHANGE_EVERY_MS = 5_000
/** How long the bot waits to leave until it's put back. */
const PUT_BACK_WITHIN_MS = 1_000

export interface ChannelStatusPorts {
  readonly store: StatusStore
  readonly turns: EditTurns
  readonly clock: Clock
  readonly log: Log
  /** Null: the server isn't this process's any more. */
  stateOf(guildId: GuildId): PlayerState | null
  /** Whether the bot may set that channel's status as things are. */
  maySet(guildId: GuildId, channelId: ChannelId): boolean
  /** Null: none; undefined: it isn't known. */
  ask(guildId: GuildId, channelId: ChannelId): Promise<string | null | undefined>
  set(channelId: ChannelId, status: string | null): Promise<void>
}

/**
 * The status of one server's voice channel: shows what plays, and then again what stood there before.
 * That's stored before the status changes, so that no crash loses it.
 */
export class ChannelStatus {
  readonly #guildId: GuildId
  readonly #ports: ChannelStatusPorts
  /** Where the bot's status stands; undefined: not yet read from the store. */
  #standing: StandingStatus | null | undefined
  /** What the bot has set last. */
  #text: string | null = null
  #mayChangeAtMs = Number.NEGATIVE_INFINITY
  #isWanted = false
  #running: Promise<void> | null = null

  constructor(guildId: GuildId, ports: ChannelStatusPorts) {
    this.#guildId = guildId
    this.#ports = ports
  }

  /** Something has happened that it may show. */
  touch(): void {
    this.#isWanted = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
    })
  }

  /** Somebody else has set another one: that's what is put back later. */
  changed(channelId: ChannelId, status: string | null): void {
    const standing = this.#standing ?? null
    if (standing?.channelId !== channelId || status === this.#text) return
    this.#text = null
    this.#stand({ channelId, before: status }).catch((error: unknown) => this.#failed(error))
  }

  /** The bot is about to leave: resolves once what stood there is back, or when that takes long. */
  async leaving(): Promise<void> {
    await within(this.#ports.clock, PUT_BACK_WITHIN_MS, this.#putBack(), () => {})
  }

  async #run(): Promise<void> {
    const { clock, turns } = this.#ports
    try {
      while (this.#isWanted) {
        this.#isWanted = false
        if (!(await this.#isDue())) continue
        await pause(clock, this.#mayChangeAtMs - clock.now())
        await turns.turn(false)
        await this.#show()
      }
    } catch (error) {
      // The next track tries again.
      this.#failed(error)
    }
  }

  #failed(error: unknown): void {
    const fields = { guildId: this.#guildId, ...reasonOf(error) }
    this.#ports.log.info('couldn’t set a voice channel’s status', fields)
  }

  async #isDue(): Promise<boolean> {
    if (this.#standing === undefined) this.#standing = await this.#ports.store.load(this.#guildId)
    const wanted = this.#wanted()
    if (wanted === null) return this.#standing !== null
    return this.#standing?.channelId !== wanted.channelId || this.#text !== wanted.text
  }

  /** What should stand where; null: nothing of the bot's. */
  #wanted(): { channelId: ChannelId; text: string } | null {
    const state = this.#ports.stateOf(this.#guildId)
    const { current = null, voiceChannel = null, settings } = state ?? {}
    if (current === null || voiceChannel === null || !settings?.voiceStatus) return null
    const { channelId } = voiceChannel
    if (!current.announced || !this.#ports.maySet(this.#guildId, channelId)) return null
    return { channelId, text: plainHeardTitleOf(current, STATUS_LIMIT) }
  }

  async #show(): Promise<void> {
    const before = this.#wanted()
    if (before === null || this.#standing?.channelId !== before.channelId) await this.#putBack()
    if (before === null) return
    if (this.#standing === null) {
      const status = await this.#ports.ask(this.#guildId, before.channelId)
      if (status === undefined) return
      await this.#stand({ channelId: before.channelId, before: status })
    }
    // Something may have happened while Discord was asked.
    const now = this.#wanted()
    if (this.#standing?.channelId !== before.channelId) return
    if (now === null || now.channelId !== before.channelId || now.text === this.#text) return
    this.#text = now.text
    this.#mayChangeAtMs = this.#ports.clock.now() + CHANGE_EVERY_MS
    await this.#ports.set(now.channelId, now.text)
  }

  async #putBack(): Promise<void> {
    const standing = this.#standing ?? null
    if (standing === null) return
    this.#standing = null
    this.#text = null
    const { channelId, before } = standing
    // Outside of the channel that takes one more permission.
    if (this.#ports.maySet(this.#guildId, channelId)) await this.#ports.set(channelId, before)
    await this.#ports.store.save(this.#guildId, null)
  }

  async #stand(standing: StandingStatus): Promise<void> {
    this.#standing = standing
    await this.#ports.store.save(this.#guildId, standing)
  }
}
