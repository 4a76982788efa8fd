import { parentPort } from 'node:worker_threads'
import { parseBuffer, parseFile } from 'music-metadata'
import { type TagReply, type TagRequest, type TagSource, tagsOf } from './tags.ts'

/** Thread entry: parses one file after another. A file that hangs or breaks it costs this thread only. */
parentPort?.on('message', (request: TagRequest) => {
  parse(request).then(
    (raw) => answer({ id: request.id, tags: tagsOf(raw) }),
    () => answer({ id: request.id, tags: null }),
  )
})

function parse(source: TagSource) {
  const options = { skipCovers: true, duration: false }
  if ('path' in source) return parseFile(source.path, options)
  const { head, sizeBytes } = source
  return parseBuffer(head, sizeBytes === null ? {} : { size: sizeBytes }, options)
}

function answer(reply: TagReply): void {
  parentPort?.postMessage(reply)
}
