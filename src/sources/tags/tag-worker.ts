import { parentPort } from 'node:worker_threads'
import { type IAudioMetadata, parseBuffer, parseFile, selectCover } from 'music-metadata'
import { COVER_BYTES } from '../../domain/cover.ts'
import { embeddedLyrics } from '../lyrics/embedded.ts'
import { type TagReply, type TagRequest, tagsOf } from './tags.ts'

/** Thread entry: parses one file after another. A file that hangs or breaks it costs this thread only. */
parentPort?.on('message', (request: TagRequest) => {
  const { id } = request
  parse(request).then(
    (raw) => answer({ id, tags: tagsOf(raw), ...besides(raw, request) }),
    () => answer({ id, tags: null }),
  )
})

function parse(request: TagRequest) {
  const options = { skipCovers: request.also !== 'cover', duration: false }
  if ('path' in request) return parseFile(request.path, options)
  const { head, sizeBytes } = request
  return parseBuffer(head, sizeBytes === null ? {} : { size: sizeBytes }, options)
}

function besides(raw: IAudioMetadata, { also }: TagRequest): Partial<TagReply> {
  if (also === 'lyrics') return { lyrics: embeddedLyrics(raw) }
  if (also !== 'cover') return {}
  const picture = selectCover(raw.common.picture)?.data
  return { cover: picture === undefined || picture.length > COVER_BYTES ? null : picture }
}

function answer(reply: TagReply): void {
  parentPort?.postMessage(reply)
}
