import { newTrackId, type TrackId, type UserId } from '../base/ids.ts'
import type { ArrivalEnd, Arriving } from '../domain/arriving.ts'
import type { BatchState } from '../domain/player/state.ts'
import type { Found, FoundBy, Rest, Track } from '../domain/track.ts'

/** Whose tracks they are, and how they come. */
export interface BatchOf {
  readonly requestedBy: UserId
  readonly seed?: number | null
  readonly origin?: string | null
  /** Unless it's the first track's. */
  readonly id?: TrackId | null
}

/** The tracks of one request, of which the first page is there and more follow. */
export class Batch implements Arriving {
  /** The first page. */
  readonly tracks: readonly Track[]
  /** How many there are in all, as far as the source says; null: it doesn't. */
  readonly total: number | null
  /** Shuffles them; null: they come in their order. */
  readonly seed: number | null
  /** The query that finds them again; null: there's none. */
  readonly origin: string | null
  readonly #rest: Rest | null
  readonly #requestedBy: UserId
  readonly #foundBy: { readonly foundBy?: FoundBy }
  readonly #over = Promise.withResolvers<ArrivalEnd>()
  #count: number
  #end: ArrivalEnd | null = null

  /** The first track's: it names the batch. */
  readonly id: TrackId | null

  constructor(
    { tracks, total, rest, foundBy }: Found,
    { requestedBy, seed = null, origin = null, id = null }: BatchOf,
  ) {
    this.seed = seed
    this.origin = origin
    this.#requestedBy = requestedBy
    this.#rest = rest
    this.#foundBy = foundBy === undefined ? {} : { foundBy }
    this.tracks = tracks.map((track) => this.#own(track))
    this.id = id ?? this.tracks[0]?.id ?? null
    this.total = total
    this.#count = this.tracks.length
    if (rest === null) this.end({ kind: 'whole' })
  }

  /** One whose first tracks came before a restart. */
  static resumed(batch: BatchState, rest: Rest): Batch {
    return new Batch({ tracks: [], total: null, rest }, batch)
  }

  /** Whether it had more pages than the first. */
  get isPaged(): boolean {
    return this.#rest !== null
  }

  /** How many have been queued. */
  get count(): number {
    return this.#count
  }

  /** Null while more may follow. */
  get outcome(): ArrivalEnd | null {
    return this.#end
  }

  /** Resolves when nothing more is added. */
  get over(): Promise<ArrivalEnd> {
    return this.#over.promise
  }

  /** The pages behind the first. */
  async *pages(signal: AbortSignal): AsyncGenerator<readonly Track[], void> {
    if (this.#rest === null) return
    for await (const page of this.#rest(signal)) yield page.map((track) => this.#own(track))
  }

  /** So many of the first page were queued; a server may not take all. */
  begin(count: number): void {
    this.#count = count
  }

  grow(count: number): void {
    this.#count += count
  }

  end(end: ArrivalEnd): void {
    this.#end ??= end
    this.#over.resolve(this.#end)
  }

  #own(track: Found['tracks'][number]): Track {
    return { ...track, ...this.#foundBy, id: newTrackId(), requestedBy: this.#requestedBy }
  }
}
