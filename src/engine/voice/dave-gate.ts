import type { VoiceGate } from './voice-link.ts'

/**
 * With others in the channel, encryption has to start within this time, or a fresh join is tried.
 */
export const ENCRYPTION_DEADLINE_MS = 10_000
/**
 * The list of members arrives shortly after the session; until then the bot doesn't count as alone.
 */
export const ALONE_AFTER_MS = 1_000
/** Keys whose transition is never executed are used after this time. */
export const TRANSITION_PATIENCE_MS = 2_000

/** The state of the library's DAVE session. */
export interface DaveFacts {
  /** 0: end-to-end encryption is off. */
  readonly version: number
  /** The MLS group is established and frames can be encrypted. */
  readonly ready: boolean
  /** Members of the call besides the bot. */
  readonly others: number
}

/** `failed`: encryption didn't start in time, or was turned off. */
export type DaveVerdict = Exclude<VoiceGate, 'voice'> | 'failed'

/**
 * Decides whether audio may enter one voice session, so that nothing is sent unencrypted while DAVE
 * is on. A session that began with DAVE never sends unencrypted: a downgrade (op 21 to version 0,
 * then op 22) fails it, and the fresh join that follows learns the current version. Frames wait for
 * the first executed transition (op 22), since before it the others may not have the keys yet.
 */
export class DaveGate {
  #on = false
  #executed = false
  #readySinceMs: number | null = null
  #waitingSinceMs: number | null = null
  #quietSinceMs: number | null = null
  #deadlineMs: number | null = null

  /** When the verdict may change without news; null: never. */
  get deadlineMs(): number | null {
    return this.#deadlineMs
  }

  /** DAVE has been on in this session. */
  get on(): boolean {
    return this.#on
  }

  /** A transition was executed: op 22, or one with id 0. */
  transitioned(): void {
    this.#executed = true
  }

  judge(facts: DaveFacts, now: number): DaveVerdict {
    this.#deadlineMs = null
    if (facts.version > 0) this.#on = true
    if (!this.#on) return 'open'
    if (facts.version === 0) return 'failed'
    return facts.ready ? this.#judgeReady(now) : this.#judgeWaiting(facts.others, now)
  }

  #judgeReady(now: number): DaveVerdict {
    this.#waitingSinceMs = null
    this.#quietSinceMs = null
    this.#readySinceMs ??= now
    if (this.#executed || now >= this.#readySinceMs + TRANSITION_PATIENCE_MS) return 'open'
    this.#deadlineMs = this.#readySinceMs + TRANSITION_PATIENCE_MS
    return 'encryption'
  }

  #judgeWaiting(others: number, now: number): DaveVerdict {
    this.#readySinceMs = null
    this.#executed = false
    if (others === 0) {
      this.#waitingSinceMs = null
      this.#quietSinceMs ??= now
      if (now >= this.#quietSinceMs + ALONE_AFTER_MS) return 'alone'
      this.#deadlineMs = this.#quietSinceMs + ALONE_AFTER_MS
      return 'encryption'
    }
    this.#quietSinceMs = null
    this.#waitingSinceMs ??= now
    if (now >= this.#waitingSinceMs + ENCRYPTION_DEADLINE_MS) return 'failed'
    this.#deadlineMs = this.#waitingSinceMs + ENCRYPTION_DEADLINE_MS
    return 'encryption'
  }
}
