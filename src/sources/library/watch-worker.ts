import { watch } from 'node:fs'
import { parentPort } from 'node:worker_threads'

/** A change is told once for all that follow it so soon. */
const TOLD_EVERY_MS = 100

/**
 * Thread entry: tells when anything below a folder changes. Beginning to watch tens of thousands of
 * folders takes a second, for which nothing else should stand still.
 */
parentPort?.once('message', (folder: string) => {
  let isTelling = false
  const tell = () => {
    isTelling = false
    parentPort?.postMessage('changed')
  }
  watch(folder, { recursive: true }, () => {
    if (!isTelling) setTimeout(tell, TOLD_EVERY_MS)
    isTelling = true
  }).on('error', () => process.exit())
})
