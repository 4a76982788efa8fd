import { parentPort } from 'node:worker_threads'
import { detectAll } from 'jschardet'
import { CHARSETS, type CharsetAnswer, type CharsetQuestion, UNKNOWN_CHARSET } from './charsets.ts'

const OPTIONS = { detectEncodings: [...CHARSETS.keys()] }

/** Thread entry: the library's tables take many megabytes, and a quarter of a second to load. */
parentPort?.on('message', ({ id, bytes }: CharsetQuestion) => {
  const likely = detectAll(bytes, OPTIONS)
  const name = likely
    .map(({ encoding }) => encoding?.toLowerCase() ?? '')
    .find((one) => CHARSETS.has(one))
  const answer: CharsetAnswer = { id, charset: CHARSETS.get(name ?? '') ?? UNKNOWN_CHARSET }
  parentPort?.postMessage(answer)
})
