import { Worker } from 'node:worker_threads'
import { SegueError } from '../../base/error.ts'
import { parseInfo, type Stretch, type YtdlpList } from './info.ts'

export interface InfoRequest {
  /** Bytes in a buffer of their own, which goes to the thread. */
  readonly json: Uint8Array<ArrayBuffer>
  readonly stretch: Stretch
}

export interface InfoReply {
  /** Null: it was no JSON. */
  readonly list: YtdlpList | null
}

/** Reading so much takes some milliseconds; the 32 MiB that yt-dlp may write take a third of a second. */
const ON_THIS_THREAD_BYTES = 256 * 1024
/** Many times what the most takes on a busy machine. */
const WITHIN_MS = 20_000

/**
 * Reads what yt-dlp wrote, a stretch of its entries. Much is read in a thread of its own, so that
 * the event loop goes on; the bytes are that thread's from then on. Rejects with 'ytdlp-failed' for
 * what is no JSON, or the signal's reason.
 */
export async function readInfo(
  json: Uint8Array<ArrayBuffer>,
  stretch: Stretch,
  signal: AbortSignal,
): Promise<YtdlpList> {
  if (json.length > ON_THIS_THREAD_BYTES) return await readElsewhere({ json, stretch }, signal)
  try {
    return parseInfo(Buffer.from(json).toString('utf8'), stretch)
  } catch (cause) {
    throw new SegueError('ytdlp-failed', 'no JSON', { cause })
  }
}

async function readElsewhere(request: InfoRequest, signal: AbortSignal): Promise<YtdlpList> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./info-worker.ts', import.meta.url))
  const late = AbortSignal.timeout(WITHIN_MS)
  const ended = AbortSignal.any([signal, late])
  try {
    const { list } = await new Promise<InfoReply>((resolve, reject) => {
      ended.addEventListener('abort', () => reject(ended.reason), { once: true })
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the reader has ended')))
      worker.postMessage(request, [request.json.buffer])
    })
    if (list === null) throw new SegueError('ytdlp-failed', 'no JSON')
    return list
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof SegueError) throw error
    throw new SegueError('ytdlp-failed', 'unreadable', { cause: error })
  } finally {
    await worker.terminate()
  }
}
