import type { Clock } from '../base/clock.ts'
import type { GuildId, TrackId } from '../base/ids.ts'
import { within } from '../base/within.ts'
import type { PlayerState } from '../domain/player/state.ts'
import type { Log } from '../observability/log.ts'
import type { Opening, OpeningLog } from './ports.ts'
import { SuspectLine } from './suspect-line.ts'

/** A track that has sounded for this long doesn't crash the process. */
const SOUNDED_MS = 3_000
/** The longest wait for storing such a note, since the database may be away. */
const NOTED_WITHIN_MS = 2_000
const GATHER_MS = 500
const AGAIN_MS = 5_000
/** The most notes that wait to be deleted while the database is away. */
const KEPT = 10_000
/** A track that was being opened at this many crashes in a row isn't opened again unasked. */
export const CRASHES = 2

interface UnderWay {
  readonly trackId: TrackId
  /** Resolves when no other server's suspects are being opened; undefined: it's none. */
  readonly turn: Promise<void> | undefined
  noted: Promise<void>
  /** The position where the track began to sound, in ms; null: it doesn't yet. */
  fromMs: number | null
}

/**
 * Notes which track each server is opening, from before the engine gets it until it has sounded for
 * a while, so that a track that crashes the whole process is known after the next start.
 */
export class Openings {
  readonly #store: OpeningLog
  readonly #clock: Clock
  readonly #log: Log
  /** By server: the current track, and the one that's prepared behind it. */
  readonly #underWay = new Map<GuildId, readonly UnderWay[]>()
  /** The last track of each server that has sounded for long enough here: opening it again is no risk. */
  readonly #proven = new Map<GuildId, TrackId>()
  readonly #suspects = new Map<GuildId, ReadonlySet<TrackId>>()
  readonly #line: SuspectLine
  #over: Opening[] = []
  #flushing: Promise<void> = Promise.resolve()
  #planned: Disposable | null = null

  constructor(store: OpeningLog, clock: Clock, log: Log) {
    this.#store = store
    this.#clock = clock
    this.#log = log
    this.#line = new SuspectLine(clock)
  }

  /**
   * Tracks of that server that were being opened when its process crashed, and how often in a row.
   */
  interrupted(guildId: GuildId): Promise<ReadonlyMap<TrackId, number>> {
    return this.#store.interrupted(guildId)
  }

  /**
   * These tracks are opened a few at a time, so that the next crash doesn't put the blame on many.
   */
  suspect(guildId: GuildId, tracks: ReadonlySet<TrackId>): void {
    if (tracks.size > 0) this.#suspects.set(guildId, tracks)
  }

  /**
   * Resolves when the track may go to the engine: at once when somebody has just `asked` for it,
   * since after a crash nothing opens it unasked; else when its note is stored. Never rejects.
   */
  async begin(guildId: GuildId, trackId: TrackId, asked: boolean): Promise<void> {
    const underWay = this.#underWay.get(guildId) ?? []
    const known = underWay.find((one) => one.trackId === trackId)
    if (known === undefined && this.#proven.get(guildId) === trackId) return
    const { turn, noted } = known ?? this.#enter(guildId, trackId)
    await turn
    if (asked) return
    await within(this.#clock, NOTED_WITHIN_MS, noted, () => {})
  }

  /** After each step of a server's player. */
  stepped(guildId: GuildId, state: PlayerState): void {
    const underWay = this.#underWay.get(guildId) ?? []
    for (const one of underWay) if (this.#isOver(guildId, one, state)) this.#end(guildId, one)
  }

  #isOver(guildId: GuildId, underWay: UnderWay, { current, prepared }: PlayerState): boolean {
    const { trackId } = underWay
    if (current?.track.id !== trackId) return trackId !== prepared
    if (current.retry?.dueMs) return true
    if (!current.started) underWay.fromMs = null
    else underWay.fromMs ??= current.positionMs
    const { fromMs } = underWay
    if (fromMs === null || current.positionMs - fromMs < SOUNDED_MS) return false
    this.#proven.set(guildId, trackId)
    return true
  }

  /** The server is no longer this process's. */
  forget(guildId: GuildId): void {
    this.#underWay.delete(guildId)
    this.#proven.delete(guildId)
    this.#suspects.delete(guildId)
    this.#line.leave(guildId)
  }

  /** These are no longer in the server's queue. */
  drop(openings: readonly Opening[]): void {
    this.#over.push(...openings)
    if (openings.length > 0) this.#plan(GATHER_MS)
  }

  /** The process ends cleanly, so no track that's being opened has crashed it. */
  async close(): Promise<void> {
    for (const [guildId, all] of [...this.#underWay]) for (const one of all) this.#end(guildId, one)
    this.#planned?.[Symbol.dispose]()
    await this.#flush()
  }

  #end(guildId: GuildId, ended: UnderWay): void {
    const left = (this.#underWay.get(guildId) ?? []).filter((one) => one !== ended)
    if (left.length > 0) {
      this.#underWay.set(guildId, left)
    } else {
      this.#underWay.delete(guildId)
      this.#line.leave(guildId)
    }
    this.drop([{ guildId, trackId: ended.trackId }])
  }

  #enter(guildId: GuildId, trackId: TrackId): UnderWay {
    const isSuspect = this.#suspects.get(guildId)?.has(trackId) === true
    const turn = isSuspect ? this.#line.turn(guildId) : undefined
    const one: UnderWay = { trackId, turn, fromMs: null, noted: Promise.resolve() }
    this.#underWay.set(guildId, [...(this.#underWay.get(guildId) ?? []), one])
    one.noted = turn?.then(() => this.#atItsTurn(guildId, one)) ?? this.#note(guildId, trackId)
    return one
  }

  /** What was skipped while it waited, or is no longer this process's, isn't opened. */
  async #atItsTurn(guildId: GuildId, one: UnderWay): Promise<void> {
    const underWay = this.#underWay.get(guildId)
    if (underWay?.includes(one)) await this.#note(guildId, one.trackId)
    else if (underWay === undefined) this.#line.leave(guildId)
  }

  async #note(guildId: GuildId, trackId: TrackId): Promise<void> {
    const isThat = (one: Opening) => one.guildId === guildId && one.trackId === trackId
    const known = this.#over.some(isThat)
    this.#over = this.#over.filter((one) => !isThat(one))
    // The note that wasn't deleted yet still holds.
    if (known) return
    await this.#flushing
    await this.#store.begin({ guildId, trackId }).catch((error: unknown) => {
      this.#log.warn('couldn’t record which track is being opened', {
        guildId,
        reason: String(error),
      })
    })
  }

  #plan(ms: number): void {
    this.#planned ??= this.#clock.after(ms, () => {
      this.#planned = null
      void this.#flush()
    })
  }

  #flush(): Promise<void> {
    const over = this.#over.splice(0)
    if (over.length === 0) return this.#flushing
    this.#flushing = this.#store.end(over).catch(() => {
      this.#over = [...over, ...this.#over].slice(-KEPT)
      this.#plan(AGAIN_MS)
    })
    return this.#flushing
  }
}
