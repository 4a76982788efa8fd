/** Preloaded into a thread: each second it collects garbage and logs how many objects are left. */
import { heapStats } from 'bun:jsc'
import { writeSync } from 'node:fs'

/** What programs make; the engine's own cells, its compiled code for one, come and go as it pleases. */
const KINDS = ['Object', 'Array', 'Function', 'Promise', 'Map', 'Set', 'AbortSignal', 'Uint8Array']

setInterval(() => {
  Bun.gc(true)
  const { objectTypeCounts } = heapStats()
  const objectCount = KINDS.reduce((sum, kind) => sum + (objectTypeCounts[kind] ?? 0), 0)
  const thread = Bun.isMainThread ? 'main' : 'engine'
  // A worker's own stdout is not the process's.
  writeSync(1, `${JSON.stringify({ msg: 'heap', thread, objectCount })}\n`)
}, 1_000)
