import { readdir, readFile } from 'node:fs/promises'
import type { Clock } from '../base/clock.ts'

/** The name of the addon's threads, one for each track: they decode, resample and encode. */
const THREAD_NAME = 'segue-track'
/**
 * What a thread used between the last look and its end isn't counted; for a track of minutes that's
 * little.
 */
const LOOK_EVERY_MS = 5_000

interface Seen {
  readonly isTrack: boolean
  readonly usedNs: number
}

/**
 * Processor time of the threads that decode and encode, as the kernel accounts it (Linux: first field
 * of /proc/self/task/TID/schedstat, Documentation/scheduler/sched-stats.rst). The threads themselves
 * know nothing of it. Elsewhere it stays 0.
 */
export class TrackTime implements Disposable {
  readonly #clock: Clock
  readonly #folder: string
  readonly #threads = new Map<string, Seen>()
  #timer: Disposable | null = null
  #endedNs = 0
  #looking: Promise<void> | null = null
  #stopped = false

  constructor(clock: Clock, folder = '/proc/self/task') {
    this.#clock = clock
    this.#folder = folder
    this.#arm()
  }

  /** In seconds, since the process started. Never rejects. */
  async seconds(): Promise<number> {
    await this.#look()
    const running = [...this.#threads.values()].filter(({ isTrack }) => isTrack)
    return (this.#endedNs + running.reduce((sum, { usedNs }) => sum + usedNs, 0)) / 1e9
  }

  [Symbol.dispose](): void {
    this.#stopped = true
    this.#timer?.[Symbol.dispose]()
  }

  #arm(): void {
    this.#timer = this.#clock.after(LOOK_EVERY_MS, () => {
      void this.#look().then(() => {
        if (!this.#stopped) this.#arm()
      })
    })
  }

  #look(): Promise<void> {
    this.#looking ??= this.#lookAtAll().finally(() => {
      this.#looking = null
    })
    return this.#looking
  }

  async #lookAtAll(): Promise<void> {
    const threads = await readdir(this.#folder).catch((): string[] => [])
    for (const thread of [...this.#threads.keys()])
      if (!threads.includes(thread)) this.#forget(thread)
    await Promise.all(threads.map((thread) => this.#lookAt(thread)))
  }

  async #lookAt(thread: string): Promise<void> {
    const of = (file: string) => readFile(`${this.#folder}/${thread}/${file}`, 'utf8')
    const before = this.#threads.get(thread)
    try {
      const [stat, name] = await Promise.all([of('schedstat'), of('comm')])
      const usedNs = Number(stat.split(' ')[0])
      // The kernel reuses thread ids: a smaller value belongs to a new thread, which began at 0.
      if (before !== undefined && usedNs < before.usedNs) this.#forget(thread)
      this.#threads.set(thread, { isTrack: name.trim() === THREAD_NAME, usedNs })
    } catch {
      this.#forget(thread)
    }
  }

  #forget(thread: string): void {
    const seen = this.#threads.get(thread)
    if (seen?.isTrack === true) this.#endedNs += seen.usedNs
    this.#threads.delete(thread)
  }
}
