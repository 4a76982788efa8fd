import { readdir, readFile } from 'node:fs/promises'

/**
 * CPU time in ms of all threads that a process has now, to the nanosecond: first field of
 * /proc/PID/task/TID/schedstat (sched-stats(5)). The time of threads that ended is not in it, so a window
 * in which none ends is measured exactly; /proc/PID/stat counts in steps of 10 ms.
 */
export async function threadTimeMs(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(
    threads.map((thread) =>
      readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').then(
        (text) => Number(text.split(' ')[0]) / 1e6,
        () => 0, // it ended between the two reads
      ),
    ),
  )
  return times.reduce((sum, time) => sum + time, 0)
}
