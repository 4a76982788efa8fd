import { parentPort } from 'node:worker_threads'
import { parseBuffer, parseFile } from 'music-metadata'
import { embeddedLyrics } from './lyrics/embedded.ts'
import { type TagReply, type TagRequest, tagsOf } from './tags.ts'

/** Thread entry: parses one file after another. A file that hangs or breaks it costs this thread only. */
parentPort?.on('message', (request: TagRequest) => {
  const { id, lyrics = false } = request
  parse(request).then(
    (raw) => answer({ id, tags: tagsOf(raw), ...(lyrics ? { lyrics: embeddedLyrics(raw) } : {}) }),
    () => answer({ id, tags: null }),
  )
})

function parse(request: TagRequest) {
  const options = { skipCovers: true, duration: false }
  if ('path' in request) return parseFile(request.path, options)
  const { head, sizeBytes } = request
  return parseBuffer(head, sizeBytes === null ? {} : { size: sizeBytes }, options)
}

function answer(reply: TagReply): void {
  parentPort?.postMessage(reply)
}
