import type { Worker as RealWorker, WorkerOptions } from 'node:worker_threads'

/** From a preloaded script: has each engine thread run `script` before its own, and tells of the thread. */
export function inEngineThreads(
  script: string,
  started: (thread: RealWorker) => void = () => undefined,
): void {
  // What `import` gives is taken from this object, at the first import in the process.
  const workerThreads: { Worker: typeof RealWorker } = require('node:worker_threads')
  workerThreads.Worker = class extends workerThreads.Worker {
    constructor(entry: string | URL, options: WorkerOptions = {}) {
      const isEngine = String(entry).endsWith('/engine/worker/main.ts')
      // `preload` is Bun's own.
      super(entry, isEngine ? ({ ...options, preload: [script] } as WorkerOptions) : options)
      if (isEngine) started(this)
    }
  }
}
