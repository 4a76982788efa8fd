import { readdir, readFile } from 'node:fs/promises'
import { processUsage } from '../support/bot-process.ts'

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

/** What a process and each of its threads have used so far, in ms. */
export interface TimeReading {
  readonly threads: ReadonlyMap<string, { readonly part: keyof ThreadTime; readonly ms: number }>
  /** Of the process, with the threads that ended. */
  readonly processMs: number
}

/**
 * Threads to the nanosecond: first field of /proc/PID/task/TID/schedstat (sched-stats(5)). The process's own
 * account counts in steps of 10 ms, but forgets no thread.
 */
export async function readTime(pid: number): Promise<TimeReading> {
  const threads: [string, { part: keyof ThreadTime; ms: number }][] = []
  await Promise.all(
    (await readdir(`/proc/${pid}/task`)).map(async (thread) => {
      const of = (file: string) => readFile(`/proc/${pid}/task/${thread}/${file}`, 'utf8')
      try {
        const [stat, name] = await Promise.all([of('schedstat'), of('comm')])
        const part = thread === String(pid) ? 'main' : (PARTS[name.trim()] ?? 'runtime')
        threads.push([thread, { part, ms: Number(stat.split(' ')[0]) / 1e6 }])
      } catch {
        // It ended between the reads.
      }
    }),
  )
  return { threads: new Map(threads), processMs: (await processUsage(pid)).cpuMs }
}

/**
 * What was used between two readings. Where a thread ended meanwhile, its last time is only in the process's
 * account, and counts as the runtime's, since its threads come and go.
 */
export function usedBetween(before: TimeReading, after: TimeReading): ThreadTime {
  const used = { main: 0, engine: 0, tracks: 0, runtime: 0 }
  for (const [thread, { part, ms }] of after.threads)
    used[part] += ms - (before.threads.get(thread)?.ms ?? 0)
  if ([...before.threads.keys()].some((thread) => !after.threads.has(thread)))
    used.runtime += Math.max(0, after.processMs - before.processMs - total(used))
  return used
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
