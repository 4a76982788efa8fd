/**
 * Preloaded by `bun --preload` into the bot: an engine in which something goes wrong. At SIGUSR2 the
 * engine thread that was started first, of those that live, ends as in a crash: at once and without a
 * word. And in each of them MP3 files break the decoder: see `panicking-decoder.ts`.
 */
import { fileURLToPath } from 'node:url'
import type { Worker } from 'node:worker_threads'
import { inEngineThreads } from './engine-threads.ts'

const threads = new Set<Worker>()

inEngineThreads(fileURLToPath(new URL('./panicking-decoder.ts', import.meta.url)), (thread) => {
  threads.add(thread)
  thread.on('exit', () => void threads.delete(thread))
})

process.on('SIGUSR2', () => {
  const [first] = threads
  void first?.terminate()
})
