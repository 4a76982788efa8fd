/**
 * Preloaded by `bun --preload` into the bot, and by it into its engine threads: from the hundredth frame of
 * music on, the library's encryption throws for a second and a half.
 */
import { fileURLToPath } from 'node:url'
import { DAVESession } from '@snazzah/davey'
import { inEngineThreads } from './engine-threads.ts'

const FIRST_FRAMES = 100
const REFUSES_FOR_MS = 1_500

if (Bun.isMainThread) inEngineThreads(fileURLToPath(import.meta.url))

const { encryptOpus } = DAVESession.prototype
let frames = 0
let untilMs = Number.POSITIVE_INFINITY
DAVESession.prototype.encryptOpus = function (frame) {
  if (++frames === FIRST_FRAMES) untilMs = performance.now() + REFUSES_FOR_MS
  if (frames >= FIRST_FRAMES && performance.now() < untilMs) throw new Error('refused by the test')
  return encryptOpus.call(this, frame)
}
