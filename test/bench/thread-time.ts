import { readdir, readFile } from 'node:fs/promises'

/** CPU time in ms of a process's threads, by what they are there for. */
export interface ThreadTime {
  /** discord.js, commands, queues. */
  readonly main: number
  /** The engine's workers, which pace, encrypt and send. */
  readonly engine: number
  /** The addon's threads, one a track, which decode and encode. */
  readonly tracks: number
  /** The runtime's own: garbage, compilation, allocator. */
  readonly runtime: number
}

/** What the threads call themselves (comm, proc(5)). */
const PARTS: Readonly<Record<string, keyof ThreadTime>> = {
  Worker: 'engine',
  'segue-track': 'tracks',
}

/**
 * CPU time of all threads that a process has now, to the nanosecond: first field of
 * /proc/PID/task/TID/schedstat (sched-stats(5)). The time of threads that ended is not in it, so a window
 * in which none ends is measured exactly; /proc/PID/stat counts in steps of 10 ms.
 */
export async function threadTime(pid: number): Promise<ThreadTime> {
  const threads = await readdir(`/proc/${pid}/task`)
  const sums = { main: 0, engine: 0, tracks: 0, runtime: 0 }
  await Promise.all(
    threads.map(async (thread) => {
      const of = (file: string) => readFile(`/proc/${pid}/task/${thread}/${file}`, 'utf8')
      try {
        const [stat, name] = await Promise.all([of('schedstat'), of('comm')])
        const part = thread === String(pid) ? 'main' : (PARTS[name.trim()] ?? 'runtime')
        sums[part] += Number(stat.split(' ')[0]) / 1e6
      } catch {
        // It ended between the reads.
      }
    }),
  )
  return sums
}

/** What was used between two readings. */
export function usedBetween(before: ThreadTime, after: ThreadTime): ThreadTime {
  return {
    main: after.main - before.main,
    engine: after.engine - before.engine,
    tracks: after.tracks - before.tracks,
    runtime: after.runtime - before.runtime,
  }
}

export function total({ main, engine, tracks, runtime }: ThreadTime): number {
  return main + engine + tracks + runtime
}

/** The same for each of `frames`, in µs. */
export function perFrame(time: ThreadTime, frames: number): ThreadTime {
  const us = (ms: number) => (ms * 1000) / Math.max(1, frames)
  return {
    main: us(time.main),
    engine: us(time.engine),
    tracks: us(time.tracks),
    runtime: us(time.runtime),
  }
}
