import { parentPort } from 'node:worker_threads'
import type { InfoReply, InfoRequest } from './info-reader.ts'
import { parseInfo } from './yt-dlp-info.ts'

/** Thread entry: reads what yt-dlp wrote, once. */
parentPort?.once('message', ({ json, most }: InfoRequest) => {
  parentPort?.postMessage(answerTo(json, most))
})

function answerTo(json: Uint8Array, most: number): InfoReply {
  try {
    return { list: parseInfo(Buffer.from(json).toString('utf8'), most) }
  } catch {
    return { list: null }
  }
}
