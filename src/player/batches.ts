import type { Clock } from '../base/clock.ts'
import { codeOf, SegueError } from '../base/error.ts'
import type { GuildId, TrackId } from '../base/ids.ts'
import type { BatchState } from '../domain/player/state.ts'
import type { Track } from '../domain/track.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import { abortable } from './abortable.ts'
import type { Batch } from './batch.ts'

/**
 * A list that takes longer is ended. Whoever asked is told within the quarter of an hour in which
 * their answer can be changed ("Interactions", section "Followup Messages").
 */
export const BATCH_WITHIN_MS = 10 * 60_000

/** The player that the pages go to. */
export interface BatchOwner {
  /** Returns how many of the tracks were taken, and whether the others didn't fit. */
  append(
    batchId: TrackId,
    tracks: readonly Track[],
  ): { readonly taken: number; readonly isFull: boolean }
  over(batchId: TrackId): void
}

export interface BatchesPorts {
  readonly guildId: GuildId
  readonly clock: Clock
  readonly log: Log
}

/** The reason of a batch that nobody waits for any more. Not a failure. */
class Ended extends Error {
  override readonly name = 'Ended'
}

/**
 * Appends the pages of one server's lists as they come, each list on its own and beside everything
 * else that happens there. A source that's slow or fails ends nothing but its list.
 */
export class Batches {
  readonly #ports: BatchesPorts
  readonly #owner: BatchOwner
  readonly #running = new Map<TrackId, AbortController>()

  constructor(ports: BatchesPorts, owner: BatchOwner) {
    this.#ports = ports
    this.#owner = owner
  }

  /** Begins to append what follows the first page, which is queued. */
  follow(batch: Batch): void {
    const { id } = batch
    if (id === null || batch.outcome !== null) return
    const abort = new AbortController()
    this.#running.set(id, abort)
    void this.#append(id, batch, abort)
  }

  /** Ends all that aren't among these: the player has dropped them. */
  keep(batches: readonly BatchState[]): void {
    if (this.#running.size === 0) return
    const kept = new Set(batches.map(({ id }) => id))
    for (const [id, abort] of this.#running) if (!kept.has(id)) abort.abort(new Ended())
  }

  /** Never rejects. */
  async #append(id: TrackId, batch: Batch, abort: AbortController): Promise<void> {
    const { clock, log, guildId } = this.#ports
    const { signal } = abort
    using _limit = clock.after(BATCH_WITHIN_MS, () =>
      abort.abort(new SegueError('source-timeout', 'a list')),
    )
    try {
      await this.#appendAll(id, batch, signal)
      batch.end({ kind: 'whole' })
    } catch (error) {
      const reason: unknown = signal.aborted ? signal.reason : error
      const isEnded = reason instanceof Ended
      const code = codeOf(reason)
      batch.end(isEnded ? { kind: 'ended' } : { kind: 'failed', code })
      const told = { guildId, count: batch.count, code, ...reasonOf(reason) }
      if (!isEnded) log.info('the rest of a list didn’t come', told)
    } finally {
      this.#running.delete(id)
      this.#owner.over(id)
    }
  }

  async #appendAll(id: TrackId, batch: Batch, signal: AbortSignal): Promise<void> {
    const pages = batch.pages(signal)
    try {
      for (;;) {
        const next = await abortable(pages.next(), signal)
        signal.throwIfAborted()
        if (next.done === true) return
        const { taken, isFull } = this.#owner.append(id, next.value)
        batch.grow(taken)
        if (isFull) throw new SegueError('queue-full')
        // Pages that are there at once leave room for everything else between them.
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      // A source that hangs isn't waited for.
      pages.return().catch(() => {})
    }
  }
}
