import type { Clock } from '../base/clock.ts'
import { codeOf, type ErrorCode, SegueError } from '../base/error.ts'
import { errorCatalogue } from '../base/error-catalogue.ts'
import type { GuildId, TrackId } from '../base/ids.ts'
import { within } from '../base/within.ts'
import type { Media } from '../domain/media.ts'
import type { Sound } from '../domain/sound.ts'
import type { Track } from '../domain/track.ts'
import type { Log } from '../observability/log.ts'
import { abortable } from './abortable.ts'
import type { Library, Playback } from './ports.ts'

/** As for an order: after this long the track counts as failed. */
const LIMIT_MS = 60_000
/** A link that was resolved longer ago may have ended, and a failure may be over. */
const KEPT_MS = 300_000
/** Failures that are remembered until their turn. */
const MOST_DEAD = 8

export interface PreparationPorts {
  readonly guildId: GuildId
  readonly library: Pick<Library, 'open'>
  readonly playback: Pick<Playback, 'prepare'>
  readonly clock: Clock
  readonly log: Log
  /** Resolves when the track may go to the engine. */
  opening(trackId: TrackId): Promise<void>
  /** How it sounds from its beginning. */
  sound(): Sound
  /** Called when a track couldn't be opened, and won't be at its turn. */
  unplayable(trackId: TrackId, error: unknown): void
}

/** What an order needs of a track that was opened ahead of it. */
export interface Ready {
  readonly number: number
  readonly media: Media
}

interface Next {
  readonly trackId: TrackId
  readonly startMs: number
  readonly abort: AbortController
  readonly ready: Promise<Ready & { readonly sinceMs: number }>
}

/** One server's next track, resolved and opened while the current one plays. */
export class Preparation {
  readonly #ports: PreparationPorts
  #next: Next | null = null
  #lastNumber = 0
  /** Why tracks can't be opened, until their turn. */
  readonly #dead = new Map<TrackId, { readonly error: unknown; readonly sinceMs: number }>()

  constructor(ports: PreparationPorts) {
    this.#ports = ports
  }

  /** Begins with that track at that position, in place of what was prepared before. */
  begin(track: Track, startMs = 0): void {
    this.#next?.abort.abort()
    // Another track may have taken its place in the queue.
    this.#dead.delete(track.id)
    const abort = new AbortController()
    const number = ++this.#lastNumber
    const { clock, log, guildId } = this.#ports
    const ready = within(
      clock,
      LIMIT_MS,
      this.#open(track, { number, startMs }, abort.signal),
      () => {
        abort.abort()
        throw new SegueError('source-timeout', `prepare took longer than ${LIMIT_MS} ms`)
      },
    )
    const next = { trackId: track.id, startMs, abort, ready }
    this.#next = next
    ready.catch((error: unknown) => {
      const code = codeOf(error)
      if (abort.signal.aborted && code !== 'source-timeout') return
      log.info('the next track couldn’t be opened ahead', { guildId, code })
      if (isLasting(code) && this.#next === next) this.#bury(next, error)
    })
  }

  /** Throws the error with which that track couldn't be opened a moment ago. Repeating it asks anew. */
  checkDead(trackId: TrackId): void {
    const dead = this.#dead.get(trackId)
    if (dead === undefined) return
    this.#dead.delete(trackId)
    if (this.#ports.clock.now() - dead.sinceMs <= KEPT_MS) throw dead.error
  }

  /** Whether that track is open at that position, or being opened. */
  holds(trackId: TrackId, startMs: number): boolean {
    return this.#next?.trackId === trackId && this.#next.startMs === startMs
  }

  /**
   * Takes the track over for its order, once it's open. Null: it has to be opened anew. Rejects with
   * the error of a track that wouldn't open a second time either, and when another order takes this
   * one's place.
   */
  async take(signal: AbortSignal): Promise<Ready | null> {
    const next = this.#next
    if (next === null) return null
    this.#next = null
    try {
      const { sinceMs, ...ready } = await abortable(next.ready, signal)
      if (this.#ports.clock.now() - sinceMs <= KEPT_MS) return ready
      this.#forget()
      return null
    } catch (error) {
      next.abort.abort()
      if (signal.aborted) this.#forget()
      if (signal.aborted || isLasting(codeOf(error))) throw error
      return null
    }
  }

  /** Nothing is prepared from now on. */
  drop(): void {
    if (this.#next === null) return
    this.#next.abort.abort()
    this.#next = null
    this.#forget()
  }

  /** Its order will never come; another track may be prepared by now. */
  dropFor(trackId: TrackId): void {
    if (this.#next?.trackId === trackId) this.drop()
  }

  async #open(track: Track, at: { number: number; startMs: number }, signal: AbortSignal) {
    const { library, playback, guildId, clock, opening, sound } = this.#ports
    const [media] = await Promise.all([library.open(track, guildId, signal), opening(track.id)])
    signal.throwIfAborted()
    await playback.prepare(guildId, { ...at, media, sound: sound() })
    return { number: at.number, media, sinceMs: clock.now() }
  }

  #bury({ trackId }: Next, error: unknown): void {
    this.#next = null
    const [oldest] = this.#dead.keys()
    if (this.#dead.size >= MOST_DEAD && oldest !== undefined) this.#dead.delete(oldest)
    this.#dead.set(trackId, { error, sinceMs: this.#ports.clock.now() })
    this.#ports.unplayable(trackId, error)
  }

  /** Where the engine can't be told, what it held is gone with the connection. */
  #forget(): void {
    if (this.#next !== null) return
    const { playback, guildId } = this.#ports
    playback.prepare(guildId, null).catch(() => {})
  }
}

const isLasting = (code: ErrorCode): boolean =>
  !errorCatalogue[code].passing && code !== 'internal' && code !== 'engine-lost'
