import type { Clock } from '../base/clock.ts'
import { codeOf, SegueError } from '../base/error.ts'
import type { GuildId, TrackId } from '../base/ids.ts'
import type { Notice } from '../domain/notice.ts'
import { takenBy, takenOfPage } from '../domain/player/batches.ts'
import type { BatchState, PlayerState } from '../domain/player/state.ts'
import type { Input } from '../domain/player/transition.ts'
import type { Track } from '../domain/track.ts'
import type { Log } from '../observability/log.ts'
import { reasonOf } from '../observability/logger.ts'
import { abortable } from './abortable.ts'
import { Batch } from './batch.ts'
import { foundBehind } from './found-behind.ts'
import type { Search } from './found-together.ts'
import type { Library } from './ports.ts'

/**
 * A list that takes longer is ended. Whoever asked is told within the quarter of an hour in which
 * their answer can be changed ("Interactions", section "Followup Messages").
 */
export const BATCH_WITHIN_MS = 10 * 60_000

/** The player that the pages go to. */
export interface BatchOwner {
  state(): PlayerState
  input(input: Extract<Input, { kind: 'page' | 'batch-over' }>): void
  /** Says something to the people there. */
  tell(notice: Notice): void
}

export interface BatchesPorts {
  readonly guildId: GuildId
  readonly clock: Clock
  readonly log: Log
  readonly library: Pick<Library, 'find'>
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

  /** Begins to append what follows the first page, of which so many are queued. */
  follow(batch: Batch, queued: number): void {
    const { id } = batch
    batch.begin(queued)
    if (id === null || batch.outcome !== null) return
    const abort = new AbortController()
    this.#running.set(id, abort)
    void this.#append(id, batch, abort)
  }

  /** Finds the lists again that were arriving before a restart, or that an undo has brought back. */
  goOn(): void {
    const { library, guildId } = this.#ports
    for (const state of this.#owner.state().batches) {
      const { origin, passed } = state
      if (origin === null || this.#running.has(state.id)) continue
      const find: Search = (signal) => library.find(origin, guildId, signal)
      const batch = Batch.resumed(state, (signal) => foundBehind(find, passed, signal))
      this.follow(batch, 0)
      void batch.over.then((end) => {
        if (end.kind === 'failed') this.#owner.tell({ kind: 'rest-missing', code: end.code })
      })
    }
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
      const isKnown = this.#owner.state().batches.some((known) => known.id === id)
      if (isKnown) this.#owner.input({ kind: 'batch-over', batchId: id })
    }
  }

  /** How many of the tracks were queued, and which limit left others out. */
  #put(batchId: TrackId, tracks: readonly Track[]) {
    const before = this.#owner.state()
    this.#owner.input({ kind: 'page', batchId, tracks })
    const { cut } = takenOfPage(before, tracks)
    return { taken: takenBy(before, this.#owner.state()), cut }
  }

  async #appendAll(id: TrackId, batch: Batch, signal: AbortSignal): Promise<void> {
    const pages = batch.pages(signal)
    try {
      for (;;) {
        const next = await abortable(pages.next(), signal)
        signal.throwIfAborted()
        if (next.done === true) return
        const { taken, cut } = this.#put(id, next.value)
        batch.grow(taken)
        if (cut !== null) throw new SegueError(cut)
        // Pages that are there at once leave room for everything else between them.
        await new Promise((resolve) => setImmediate(resolve))
      }
    } finally {
      // A source that hangs isn't waited for.
      pages.return().catch(() => {})
    }
  }
}
