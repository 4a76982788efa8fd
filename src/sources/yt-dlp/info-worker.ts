import { parentPort } from 'node:worker_threads'
import { parseInfo, type Stretch } from './info.ts'
import type { InfoReply, InfoRequest } from './info-reader.ts'

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
