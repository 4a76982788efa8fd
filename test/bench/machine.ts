import { arch, availableParallelism, cpus, loadavg, release, type } from 'node:os'

/** Where and when a run took place. */
export interface Machine {
  readonly processor: string
  readonly cores: number
  readonly system: string
  readonly bun: string
  readonly at: string
  /** Runnable tasks on average over the last minute, those of the run included. */
  readonly load: number
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    system: `${type()} ${release()} ${arch()}`,
    bun: Bun.version,
    at: new Date().toISOString(),
    load: loadavg()[0] ?? 0,
  }
}
