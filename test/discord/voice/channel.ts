import { Ear, type EarOptions } from './ear.ts'
import type { Ticket } from './voice-client.ts'
import type { VoiceServer } from './voice-server.ts'

/**
 * A voice channel without a main gateway: it gives away seats as VOICE_SERVER_UPDATE would. For tests
 * of the voice server alone.
 */
export class Channel {
  readonly guildId: string
  readonly channelId: string
  readonly #server: VoiceServer

  constructor(
    server: VoiceServer,
    guildId = '900000000000000001',
    channelId = '900000000000000002',
  ) {
    this.#server = server
    this.guildId = guildId
    this.channelId = channelId
  }

  /** Admits a member, with a fresh token, and a fresh session unless one is named. */
  ticket(
    userId: string,
    options: { deaf?: boolean; muted?: boolean; sessionId?: string } = {},
  ): Ticket {
    const { guildId, channelId } = this
    const [sessionId, token] = [crypto.randomUUID(), crypto.randomUUID()]
    const seat = { guildId, channelId, userId, sessionId, token, ...options }
    this.#server.admit(seat)
    return { ...seat, endpoint: this.#server.endpoint, ca: this.#server.caPem }
  }

  listen(userId: string, options: EarOptions = {}): Promise<Ear> {
    return Ear.connect(this.ticket(userId), options)
  }
}
