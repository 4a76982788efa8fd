import type { Clock } from '../../base/clock.ts'
import type { ChannelId, GuildId } from '../../base/ids.ts'
import type { VoiceStateRequest } from '../../domain/voice.ts'
import type { Log } from '../../observability/log.ts'
import { Leave } from '../signalling/leave.ts'

/** Pause after a request that couldn't even be handed over. */
const UNASKED_RETRY_MS = 1_000

/** Whether op 4 was sent; if not, when asking again makes sense. */
export interface VoiceRequestAnswer {
  readonly sent: boolean
  readonly retryAfterMs: number
}

export interface Op4Options {
  readonly guildId: GuildId
  /** Sends op 4 on the main gateway, within the shard's budget. */
  request(request: VoiceStateRequest): Promise<VoiceRequestAnswer>
  readonly clock: Clock
  readonly log: Log
}

/** Asks Discord by op 4 for a channel in one server, and to leave it. The newest request counts. */
export class Op4Requests implements Disposable {
  readonly #options: Op4Options
  #leave: Leave | null = null
  /** A join's op 4 was sent, and no voice state since then says that the bot is in no channel. */
  #mayBeIn = false
  /** Grows with each request, so that a late answer to an older one is not taken for this one's. */
  #serial = 0

  constructor(options: Op4Options) {
    this.#options = options
  }

  /** Null: another request went out meanwhile, so the answer is dropped. Never rejects. */
  async ask(channelId: ChannelId | null): Promise<VoiceRequestAnswer | null> {
    const serial = ++this.#serial
    const { guildId, log } = this.#options
    try {
      const answer = await this.#options.request({
        guild_id: guildId,
        channel_id: channelId,
        self_mute: false,
        self_deaf: true,
      })
      if (answer.sent && channelId !== null) this.#mayBeIn = true
      return serial === this.#serial ? answer : null
    } catch (error) {
      log.warn('couldn’t send op 4 to Discord', { guildId, reason: String(error) })
      return serial === this.#serial ? { sent: false, retryAfterMs: UNASKED_RETRY_MS } : null
    }
  }

  /**
   * Waits for Discord's confirmation, where there's one to come: a join that follows would take this
   * leave's voice state for a kick. Rejects when op 4 can't be sent for long.
   */
  async leave(): Promise<void> {
    await this.#run(() => this.#mayBeIn)
  }

  /** Leaves a channel that the bot was lost from, as far as it's still in there. Never rejects. */
  async abandon(): Promise<void> {
    const { guildId, log } = this.#options
    await this.#run(() => false).catch((error: unknown) =>
      log.warn('couldn’t leave the voice channel', { guildId, reason: String(error) }),
    )
  }

  /** The bot's own voice state says where it is. */
  confirm(channelId: ChannelId | null): void {
    this.#mayBeIn = channelId !== null
    if (channelId === null) this.#leave?.end()
  }

  /** Ends a leave that's under way: it's confirmed, or a new join overtakes it. */
  [Symbol.dispose](): void {
    this.#leave?.end()
  }

  async #run(isIn: () => boolean): Promise<void> {
    this.#leave?.end()
    const answer = async () => (await this.ask(null)) ?? { sent: true, retryAfterMs: 0 }
    const leave = new Leave(answer, this.#options.clock)
    this.#leave = leave
    await leave.run(isIn)
  }
}
