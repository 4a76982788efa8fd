import { readFileSync } from 'node:fs'

const LOOK_EVERY_MS = 5
/** The main thread's; its number is the process's. The first value is the ns on a processor (proc(5)). */
const SCHEDSTAT = `/proc/self/task/${process.pid}/schedstat`

/**
 * The longest time for which this thread's event loop stood still, in ms, as far as it used a
 * processor meanwhile: on a machine that others use, too, one that waits for its turn
 * did not stop by itself.
 */
export class LongestPause implements Disposable {
  readonly #timer: ReturnType<typeof setInterval>
  #last = performance.now()
  #lastCpuMs = cpuMs()
  #ms = 0

  constructor() {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
  }

  get ms(): number {
    this.#look()
    return Math.round(this.#ms)
  }

  reset(): void {
    this.#look()
    this.#ms = 0
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    const now = performance.now()
    const cpu = cpuMs()
    const waited = now - this.#last - LOOK_EVERY_MS
    this.#ms = Math.max(this.#ms, Math.min(waited, cpu - this.#lastCpuMs))
    this.#last = now
    this.#lastCpuMs = cpu
  }
}

function cpuMs(): number {
  return Number(readFileSync(SCHEDSTAT, 'utf8').split(' ', 1)[0]) / 1e6
}
