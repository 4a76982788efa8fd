import type { Clock } from '../base/clock.ts'
import type { GuildId } from '../base/ids.ts'
import { Stopwatch } from '../base/stopwatch.ts'
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
  readonly durationMs: number | null
  readonly played: Stopwatch<'paused' | 'waiting'>
  /** By how much its position is ahead of what was played: it began there, or was sought. */
  aheadMs: number
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
      ...{ track, startedAt, aheadMs: positionMs, timer: null },
      durationMs: track.durationMs ?? durationMs,
      played: new Stopwatch(this.#ports.clock),
    }
    this.#runs.set(guildId, run)
    this.#tell(guildId, run, 'began')
    this.#arm(guildId, run)
  }

  #goOn(guildId: GuildId, run: Run, event: PlayerEvent): void {
    if (changesSound(run, event)) this.#tell(guildId, run, 'goes-on')
    if (event.kind !== 'sought' && event.kind !== 'track_end') return
    run.aheadMs = event.positionMs - run.played.ms
    if (event.kind === 'track_end') this.#forget(guildId)
    this.#tell(guildId, run, event.kind === 'sought' ? 'goes-on' : 'ended')
  }

  #arm(guildId: GuildId, run: Run): void {
    run.timer = this.#ports.clock.after(TOLD_EVERY_MS, () => {
      this.#tell(guildId, run, 'goes-on')
      this.#arm(guildId, run)
    })
  }

  #forget(guildId: GuildId): void {
    this.#runs.get(guildId)?.timer?.[Symbol.dispose]()
    this.#runs.delete(guildId)
  }

  #tell(guildId: GuildId, run: Run, kind: Heard['kind']): void {
    const { track, startedAt, durationMs, aheadMs, played } = run
    const playedMs = played.ms
    this.#ports.tell({
      ...{ kind, guildId, track, startedAt, durationMs, positionMs: aheadMs + playedMs, playedMs },
      sounds: played.runs && kind !== 'ended',
    })
  }
}

/** Whether the event made it sound again, or not any more. */
function changesSound({ played }: Run, event: PlayerEvent): boolean {
  if (event.kind === 'waiting') return played.hold('waiting', event.reason !== null)
  const isPause = event.kind === 'paused'
  return (isPause || event.kind === 'resumed') && played.hold('paused', isPause)
}
