/** Preloaded by `bun --preload` into the bot: `heap-log.ts` runs in its main thread and its engine threads. */
import { fileURLToPath } from 'node:url'
import { inEngineThreads } from './engine-threads.ts'
import './heap-log.ts'

inEngineThreads(fileURLToPath(new URL('./heap-log.ts', import.meta.url)))
