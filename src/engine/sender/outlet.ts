import type { ConnectionData, DAVESession } from '@discordjs/voice'

/** The library's MLS session, which encrypts end to end. */
export type MlsSession = NonNullable<DAVESession['session']>

/**
 * `refused`: the frame must not leave, since it can't be encrypted end to end. `broken`: this way
 * works no more.
 */
export type Sent = 'sent' | 'refused' | 'broken'

/**
 * One way for a session's frames to leave. Which one is chosen when the session is ready, and again
 * when its socket or its key changes.
 */
export interface Outlet extends Disposable {
  /**
   * Sends one Opus frame of 20 ms with the timestamp in `connection`, and lets sequence and counter
   * go on. `mls` encrypts it end to end first; null: DAVE is off, or the frame is silence, which
   * DAVE leaves alone.
   */
  send(frame: Buffer, connection: ConnectionData, mls: MlsSession | null): Sent
}
