import { newTrackId, type TrackId, type UserId } from '../base/ids.ts'
import type { ArrivalEnd, Arriving } from '../domain/arriving.ts'
import type { Found, Rest, Track } from '../domain/track.ts'

/** The tracks of one request, of which the first page is there and more follow. */
export class Batch implements Arriving {
  /** The first page. */
  readonly tracks: readonly Track[]
  /** How many there are in all, as far as the source says; null: it doesn't. */
  readonly total: number | null
  /** Shuffles them; null: they come in their order. */
  readonly seed: number | null
  readonly #rest: Rest | null
  readonly #requestedBy: UserId
  readonly #over = Promise.withResolvers<ArrivalEnd>()
  #count: number
  #end: ArrivalEnd | null = null

  constructor({ tracks, total, rest }: Found, requestedBy: UserId, seed: number | null = null) {
    this.seed = seed
    this.#requestedBy = requestedBy
    this.#rest = rest
    this.tracks = tracks.map((track) => this.#own(track))
    this.total = total
    this.#count = this.tracks.length
    if (rest === null) this.end({ kind: 'whole' })
  }

  /** The first track's: it names the batch. */
  get id(): TrackId | null {
    return this.tracks[0]?.id ?? null
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

  grow(count: number): void {
    this.#count += count
  }

  end(end: ArrivalEnd): void {
    this.#end ??= end
    this.#over.resolve(this.#end)
  }

  #own(track: Found['tracks'][number]): Track {
    return { ...track, id: newTrackId(), requestedBy: this.#requestedBy }
  }
}
