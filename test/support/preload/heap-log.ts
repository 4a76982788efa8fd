/** Preloaded into a thread: each second it collects garbage and logs how many objects are left. */
import { heapStats } from 'bun:jsc'
import { writeSync } from 'node:fs'

setInterval(() => {
  Bun.gc(true)
  const { objectCount } = heapStats()
  const thread = Bun.isMainThread ? 'main' : 'engine'
  // A worker's own stdout is not the process's.
  writeSync(1, `${JSON.stringify({ msg: 'heap', thread, objectCount })}\n`)
}, 1_000)
