import { codeOf } from '../../base/error.ts'
import { errorCatalogue } from '../../base/error-catalogue.ts'
import { countsAfterMs } from '../../domain/listen.ts'
import type { Heard } from '../../player/ports.ts'

/** Plays that a server couldn't be told of, for when it's back; of more, the oldest are forgotten. */
const MOST_KEPT = 200
/** Of these, told at once. */
const AT_A_TIME = 20

/** Parameters of the method scrobble. */
export type Scrobble = Readonly<Record<'id' | 'time' | 'submission', string>>

/**
 * Tells a server what's heard of its songs (https://opensubsonic.netlify.app/docs/endpoints/scrobble/): that
 * one plays, and that one was played, once it was heard for long enough. The latter waits for a server that's
 * away.
 */
export class Scrobbles {
  readonly #send: (scrobble: Scrobble, signal: AbortSignal) => Promise<void>
  readonly #kept: Scrobble[] = []

  constructor(send: (scrobble: Scrobble, signal: AbortSignal) => Promise<void>) {
    this.#send = send
  }

  /** Rejects as `send` does. */
  async tell(id: string, heard: Heard, signal: AbortSignal): Promise<void> {
    const { kind, startedAt, playedMs, durationMs } = heard
    const time = String(startedAt.getTime())
    if (kind === 'began') {
      await this.#send({ id, time, submission: 'false' }, signal)
      await this.#sendKept(signal)
    }
    const enoughMs = countsAfterMs(durationMs)
    if (kind === 'ended' && enoughMs !== null && playedMs >= enoughMs) {
      this.#kept.push({ id, time, submission: 'true' })
      if (this.#kept.length > MOST_KEPT) this.#kept.shift()
      await this.#sendKept(signal)
    }
  }

  async #sendKept(signal: AbortSignal): Promise<void> {
    for (let sent = 0; sent < AT_A_TIME; sent++) {
      const scrobble = this.#kept.shift()
      if (scrobble === undefined) return
      try {
        await this.#send(scrobble, signal)
      } catch (error) {
        if (signal.aborted || errorCatalogue[codeOf(error)].passing) this.#kept.unshift(scrobble)
        throw error
      }
    }
  }
}
