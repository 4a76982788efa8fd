import type { OwnVoiceState } from '../../domain/voice.ts'
import type { LinkState } from './link-state.ts'

/**
 * Whose the bot's place in its channel is. Another process of the bot joins there when it takes the
 * server over from one that was cut off. What Discord assigns to that session would, if we used it,
 * push the other process out, and end with ours: so it is left alone, and the place is asked for anew
 * after the usual pause, in which a process that lost its server learns of it.
 */
export class Seat {
  /** The session that we joined with: the last one told of while we asked; null in no channel. */
  #sessionId: string | null = null
  #taken = false

  /** Another session has the place: what Discord assigns now is meant for that one. */
  get taken(): boolean {
    return this.#taken
  }

  /** Our op 4 goes out; the session that the next voice state names is ours. */
  ask(): void {
    this.#taken = false
  }

  /**
   * Whether this voice state, of a time at which `link` was as given, is another session's. A moderator
   * who drags us changes the channel, not the session; told of both, we follow.
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
