import type { Clock } from '../base/clock.ts'
import { type ErrorCode, SegueError } from '../base/error.ts'
import type { Effect } from '../domain/player/step.ts'

/** An effect that takes time; announcements don't, and nobody waits for what's prepared. */
export type TimedEffect = Exclude<
  Effect,
  { kind: 'announce' | 'find-segments' | 'go-home' | 'invite' | 'prepare' | 'unprepare' | 'relate' }
>
export type Execute = (effect: TimedEffect, signal: AbortSignal) => Promise<unknown>

/** The reason of a job that ended early because a later effect made it pointless. Not a failure. */
export class Superseded extends Error {
  override readonly name = 'Superseded'
}

interface Limit {
  readonly ms: number
  readonly code: ErrorCode
}

/**
 * Deadlines after which an effect counts as failed; the parts below have shorter ones of their own.
 */
const SHORT: Limit = { ms: 10_000, code: 'internal' }
const LIMITS: Readonly<Record<TimedEffect['kind'], Limit>> = {
  connect: { ms: 90_000, code: 'voice-timeout' },
  play: { ms: 60_000, code: 'source-timeout' },
  disconnect: SHORT,
  stop: SHORT,
  pause: SHORT,
  seek: SHORT,
  sound: SHORT,
}

interface Job {
  readonly effect: TimedEffect
  readonly abort: AbortController
  readonly settle: PromiseWithResolvers<unknown>
}

/**
 * One server's effects, one after another in the order in which they were requested. The one
 * exception: while a channel is being joined, its track may already be opened and changed. Pause
 * and sound wait neither for a channel nor for a track: they go to the engine together with the
 * opened track. A `play`, `stop` or `disconnect` cuts short each earlier `play`, and a `disconnect`
 * everything, so that a source that hangs delays neither `/skip` nor `/leave`.
 */
export class EffectLane {
  readonly #execute: Execute
  readonly #clock: Clock
  #waiting: Job[] = []
  #running: Job[] = []

  constructor(execute: Execute, clock: Clock) {
    this.#execute = execute
    this.#clock = clock
  }

  /** Resolves with what the effect returned; rejects with its error or `Superseded`. */
  push(effect: TimedEffect): Promise<unknown> {
    const job: Job = {
      effect,
      abort: new AbortController(),
      settle: Promise.withResolvers(),
    }
    this.#supersede(effect.kind)
    this.#waiting.push(job)
    this.#next()
    return job.settle.promise
  }

  /** Drops everything that waits, and reports no result of what runs. */
  clear(): void {
    this.#supersede('disconnect')
  }

  #supersede(by: TimedEffect['kind']): void {
    const pointless = (job: Job) =>
      by === 'disconnect' || (job.effect.kind === 'play' && (by === 'play' || by === 'stop'))
    const dropped = [...this.#running, ...this.#waiting].filter(pointless)
    this.#running = this.#running.filter((job) => !pointless(job))
    this.#waiting = this.#waiting.filter((job) => !pointless(job))
    for (const job of dropped) {
      job.abort.abort(new Superseded())
      job.settle.reject(new Superseded())
    }
  }

  #next(): void {
    const isNext = (job: Job, place: number) => {
      const before = [...this.#running, ...this.#waiting.slice(0, place)]
      return before.every((other) => mayOverlap(other, job)) && (place === 0 || isQuick(job))
    }
    const index = this.#waiting.findIndex(isNext)
    const [job] = index < 0 ? [] : this.#waiting.splice(index, 1)
    if (job === undefined) return
    this.#running.push(job)
    void this.#run(job)
    this.#next()
  }

  async #run(job: Job): Promise<void> {
    const { ms, code } = LIMITS[job.effect.kind]
    using _limit = this.#clock.after(ms, () => {
      const late = new SegueError(code, `${job.effect.kind} took longer than ${ms} ms`)
      job.abort.abort(late)
      job.settle.reject(late)
      this.#finish(job)
    })
    try {
      job.settle.resolve(await this.#execute(job.effect, job.abort.signal))
    } catch (error) {
      job.settle.reject(error)
    }
    this.#finish(job)
  }

  /** A job that was cut short has made room already. */
  #finish(job: Job): void {
    if (!this.#running.includes(job)) return
    this.#running = this.#running.filter((other) => other !== job)
    this.#next()
  }
}

/**
 * The engine holds a track back until its channel is joined, but a bot that moves would play it in
 * the old one.
 */
function mayOverlap(before: Job, job: Job): boolean {
  if (isQuick(job)) return before.effect.kind === 'connect' || before.effect.kind === 'play'
  return before.effect.kind === 'connect' && !before.effect.moves && job.effect.kind !== 'connect'
}

/** Whether the effect overtakes whatever waits. */
const isQuick = ({ effect }: Job): boolean => effect.kind === 'pause' || effect.kind === 'sound'
