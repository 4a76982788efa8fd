import type { OwnVoiceState } from '../../domain/voice.ts'
import type { LinkState } from './link-state.ts'

/**
 * Tells which process's voice session is the bot's in a channel. Another process of the bot joins
 * there when it takes the server over from one that was cut off. Using what Discord assigns to that
 * session would push the other process out, so this process leaves it alone and asks to join again
 * after the usual pause, in which a process that lost its server learns of that.
 */
export class SessionOwner {
  /**
   * The session that this process joined with: the last one reported while it was asking; null in
   * no channel.
   */
  #sessionId: string | null = null
  #taken = false

  /**
   * Whether another session is in the channel, so that what Discord assigns now is meant for that
   * one.
   */
  get taken(): boolean {
    return this.#taken
  }

  /** Call this when op 4 is sent: the session in the next voice state is this process's. */
  ask(): void {
    this.#taken = false
  }

  /**
   * Whether this voice state, received while `link` was as given, is another session's. A moderator
   * who moves the bot changes the channel and not the session; if both change, the bot follows.
   */
  isTakenBy(state: OwnVoiceState, link: Pick<LinkState, 'phase' | 'channelId'>): boolean {
    const { phase, channelId } = link
    const asking = phase === 'away' || phase === 'asking' || phase === 'signalling'
    const isOthers = this.#sessionId !== null && state.session_id !== this.#sessionId
    const there = state.channel_id === channelId || (this.#taken && state.channel_id === null)
    if (!asking && isOthers && there) {
      this.#taken = true
      return true
    }
    this.#sessionId = state.channel_id === null ? null : state.session_id
    return false
  }
}
