import { parentPort } from 'node:worker_threads'
import type { InfoReply, InfoRequest } from './info-reader.ts'
import { parseInfo, type Stretch } from './yt-dlp-info.ts'

/** Thread entry: reads what yt-dlp wrote, once. */
parentPort?.once('message', ({ json, stretch }: InfoRequest) => {
  parentPort?.postMessage(answerTo(json, stretch))
})

function answerTo(json: Uint8Array, stretch: Stretch): InfoReply {
  try {
    return { list: parseInfo(Buffer.from(json).toString('utf8'), stretch) }
  } catch {
    return { list: null }
  }
}
