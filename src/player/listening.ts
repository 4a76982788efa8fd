import type { Clock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'
import type { PlayerEvent } from '../domain/events.ts'
import type { Track } from '../domain/track.ts'
import type { Heard } from './ports.ts'
import type { PublishedEvent, Subscriber } from './subscriber.ts'

/** Who keeps count takes a track for over that nothing is told of for some minutes. */
const TOLD_EVERY_MS = 60_000

export interface ListeningPorts {
  /** Whether anybody wants to be told of the track. */
  readonly wants: (track: Track) => boolean
  readonly tell: (heard: Heard) => void
  readonly clock: Clock
}

/** One track's run, from its first sound to its end. */
interface Run {
  readonly track: Track
  readonly startedAt: Date
  durationMs: number | null
  positionMs: number
  playedMs: number
  /** Since when it sounds without a break; null: it's paused, or waits. */
  soundsSinceMs: number | null
  paused: boolean
  waiting: boolean
  timer: Disposable | null
}

/**
 * Tells what people hear of tracks, and how long each sounded: not while it was paused, and not what was
 * skipped by seeking.
 */
export class Listening implements Subscriber, Disposable {
  readonly name = 'listening'
  readonly #ports: ListeningPorts
  readonly #runs = new Map<GuildId, Run>()

  constructor(ports: ListeningPorts) {
    this.#ports = ports
  }

  take({ guildId, at, event }: PublishedEvent): void {
    if (event.kind === 'track_start') this.#begin(guildId, at, event)
    // A run of which no end was told is over when the next one begins.
    if (event.kind === 'track_load') this.#forget(guildId)
    const run = this.#runs.get(guildId)
    if (run !== undefined) this.#goOn(guildId, run, event)
  }

  /** Tells nothing more. */
  [Symbol.dispose](): void {
    for (const guildId of [...this.#runs.keys()]) this.#forget(guildId)
  }

  #begin(
    guildId: GuildId,
    startedAt: Date,
    { track, positionMs, durationMs }: Extract<PlayerEvent, { kind: 'track_start' }>,
  ): void {
    if (!this.#ports.wants(track)) return
    const run: Run = {
      ...{ track, startedAt, positionMs, playedMs: 0, paused: false, waiting: false, timer: null },
      durationMs: track.durationMs ?? durationMs,
      soundsSinceMs: this.#ports.clock.now(),
    }
    this.#runs.set(guildId, run)
    this.#tell(guildId, run, 'began')
    this.#arm(guildId, run)
  }

  #goOn(guildId: GuildId, run: Run, event: PlayerEvent): void {
    if (event.kind === 'paused' || event.kind === 'resumed') run.paused = event.kind === 'paused'
    if (event.kind === 'waiting') run.waiting = event.reason !== null
    this.#changed(guildId, run)
    if (event.kind !== 'sought' && event.kind !== 'track_end') return
    this.#count(run)
    run.positionMs = event.positionMs
    if (event.kind === 'track_end') this.#forget(guildId)
    this.#tell(guildId, run, event.kind === 'sought' ? 'goes-on' : 'ended')
  }

  /** Starts or stops the count where it began or ceased to sound. */
  #changed(guildId: GuildId, run: Run): void {
    const sounds = !run.paused && !run.waiting
    if (sounds === (run.soundsSinceMs !== null)) return
    this.#count(run)
    run.soundsSinceMs = sounds ? this.#ports.clock.now() : null
    this.#tell(guildId, run, 'goes-on')
  }

  /** Adds what has sounded since this was called last. */
  #count(run: Run): void {
    if (run.soundsSinceMs === null) return
    const nowMs = this.#ports.clock.now()
    run.playedMs += nowMs - run.soundsSinceMs
    run.positionMs += nowMs - run.soundsSinceMs
    run.soundsSinceMs = nowMs
  }

  #arm(guildId: GuildId, run: Run): void {
    run.timer = this.#ports.clock.after(TOLD_EVERY_MS, () => {
      this.#count(run)
      this.#tell(guildId, run, 'goes-on')
      this.#arm(guildId, run)
    })
  }

  #forget(guildId: GuildId): void {
    this.#runs.get(guildId)?.timer?.[Symbol.dispose]()
    this.#runs.delete(guildId)
  }

  #tell(guildId: GuildId, run: Run, kind: Heard['kind']): void {
    const { track, startedAt, durationMs, positionMs, playedMs, soundsSinceMs } = run
    this.#ports.tell({
      ...{ kind, guildId, track, startedAt, durationMs, positionMs, playedMs },
      sounds: soundsSinceMs !== null && kind !== 'ended',
    })
  }
}
