/**
 * Preloaded by `bun --preload` into the bot: an engine in which something goes wrong. At SIGUSR2 the
 * engine thread that was started first, of those that live, ends as in a crash: at once and without a
 * word. And in each of them MP3 files break the decoder: see `panicking-decoder.ts`.
 */
import type { Worker as RealWorker, WorkerOptions } from 'node:worker_threads'

const workerThreads: { Worker: typeof RealWorker } = require('node:worker_threads')
const engineThreads = new Set<RealWorker>()

workerThreads.Worker = class extends workerThreads.Worker {
  constructor(script: string | URL, options: WorkerOptions = {}) {
    const isEngine = String(script).endsWith('/engine/worker/main.ts')
    const decoder = new URL('./panicking-decoder.ts', import.meta.url).pathname
    // `preload` is Bun's own.
    super(script, isEngine ? ({ ...options, preload: [decoder] } as WorkerOptions) : options)
    if (!isEngine) return
    engineThreads.add(this)
    this.on('exit', () => void engineThreads.delete(this))
  }
}

process.on('SIGUSR2', () => {
  const [first] = engineThreads
  void first?.terminate()
})
