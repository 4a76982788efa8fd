import { parentPort } from 'node:worker_threads'
import { parseFile } from 'music-metadata'
import { type TagReply, type TagRequest, tagsOf } from './tags.ts'

/** Thread entry: parses one file after another. A file that hangs or breaks it costs this thread only. */
parentPort?.on('message', (request: TagRequest) => {
  parseFile(request.path, { skipCovers: true, duration: false }).then(
    (raw) => answer({ id: request.id, tags: tagsOf(raw) }),
    () => answer({ id: request.id, tags: null }),
  )
})

function answer(reply: TagReply): void {
  parentPort?.postMessage(reply)
}
