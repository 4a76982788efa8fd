import type { Clock } from '../base/clock.ts'
import { type ErrorCode, SegueError } from '../base/error.ts'
import type { TrackId } from '../base/ids.ts'
import type { Notice } from '../domain/notice.ts'
import type { PlayerState } from '../domain/player/state.ts'
import type { Track } from '../domain/track.ts'

/** After this long without news the answer is that the track is still starting. */
const NEWS_WITHIN_MS = 20_000

interface Pending {
  readonly track: Track
  readonly outcome: PromiseWithResolvers<Notice>
  readonly deadline: Disposable
}

/** The `/play` commands that wait for the outcome of their track. */
export class Answers {
  readonly #clock: Clock
  readonly #pending = new Map<TrackId, Pending>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves when the track sounds, waits for listeners or was replaced; rejects when it failed. */
  awaitNews(track: Track): Promise<Notice> {
    const outcome = Promise.withResolvers<Notice>()
    const deadline = this.#clock.after(NEWS_WITHIN_MS, () =>
      this.#resolve(track.id, { kind: 'starting', track }),
    )
    this.#pending.set(track.id, { track, outcome, deadline })
    return outcome.promise
  }

  /** Whether somebody waited for this, so that nobody else needs to be told. */
  take(notice: Notice): boolean {
    if (!('track' in notice)) return false
    const { id } = notice.track
    if (notice.kind !== 'failed') return this.#resolve(id, notice)
    const pending = this.#remove(id)
    pending?.outcome.reject(new SegueError(notice.code))
    return pending !== undefined
  }

  /**
   * Answers whoever waits for a track that is no longer current that another command came first.
   */
  settleReplaced(state: PlayerState): void {
    for (const { track } of [...this.#pending.values()]) {
      if (state.current?.track.id !== track.id) this.#resolve(track.id, { kind: 'replaced', track })
    }
  }

  /** Refuses everyone who waits. */
  refuseAll(code: ErrorCode): void {
    for (const id of [...this.#pending.keys()])
      this.#remove(id)?.outcome.reject(new SegueError(code))
  }

  #resolve(id: TrackId, notice: Notice): boolean {
    const pending = this.#remove(id)
    pending?.outcome.resolve(notice)
    return pending !== undefined
  }

  #remove(id: TrackId): Pending | undefined {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    pending?.deadline[Symbol.dispose]()
    return pending
  }
}
