import type { ChannelId, GuildId, UserId } from '../../base/ids.ts'
import type { OwnVoiceState, VoiceServerAssignment } from '../../domain/voice.ts'

/**
 * The two events of one move come close together; a state that comes later belongs to another move.
 */
const TOGETHER_MS = 1_000

/** What a voice session is opened with. `token` is a secret. */
export interface Credentials {
  readonly guildId: GuildId
  readonly userId: UserId
  readonly channelId: ChannelId
  readonly sessionId: string
  readonly token: string
  readonly endpoint: string
}

/**
 * Pairs the two events that a join brings. They come in any order, and later each may come alone: a
 * new server in mid-song comes without a state, and a drag may bring its server first. Every server
 * assignment is used once, since its token changes with each move.
 */
export class CredentialPairing {
  #state: { channelId: ChannelId; sessionId: string; userId: UserId } | null = null
  #server: { assignment: VoiceServerAssignment; atMs: number } | null = null
  #usedFor: string | null = null

  /** A fresh join begins, so the last one's server is useless now. */
  expectServer(): void {
    this.#server = null
    this.#usedFor = null
  }

  state(state: OwnVoiceState): void {
    if (state.channel_id === null) {
      this.#state = null
      this.expectServer()
      return
    }
    this.#state = {
      channelId: state.channel_id,
      sessionId: state.session_id,
      userId: state.user_id,
    }
  }

  server(assignment: VoiceServerAssignment, now: number): void {
    this.#server = assignment.endpoint === null ? null : { assignment, atMs: now }
    this.#usedFor = null
  }

  /** Credentials not yet used, if both halves are there and lead to `wanted`; null otherwise. */
  take(wanted: ChannelId | null, now: number): Credentials | null {
    const { token, endpoint, guild_id } = this.#server?.assignment ?? {}
    if (!this.#state || !this.#server || !token || !endpoint || !guild_id) return null
    if (wanted !== null && this.#state.channelId !== wanted) return null
    const use = `${this.#state.channelId}:${this.#state.sessionId}`
    if (this.#usedFor === use) return null
    if (this.#usedFor !== null && now - this.#server.atMs > TOGETHER_MS) return null
    this.#usedFor = use
    return { guildId: guild_id, ...this.#state, token, endpoint }
  }
}
