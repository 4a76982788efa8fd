import { Worker } from 'node:worker_threads'
import { SegueError } from '../base/error.ts'
import type { JsonReply, JsonRequest } from './json-thread.ts'
import { Turns } from './turns.ts'

/** The detail of an answer with more in it than anybody needs. */
export const TOO_MUCH = 'a larger answer than is taken'
/** So much is read within 5 ms, whatever it is; 8 MB of brackets take more than a second. */
const ON_THIS_THREAD_CHARS = 128 * 1024
/** Each thread takes some 20 MB, and the answer. */
const THREADS = new Turns({ atOnce: 2, perServer: 2, waitingPerServer: 60 })
/** Many times what the most takes on a busy machine. */
const WITHIN_MS = 10_000

/**
 * What a text of JSON says, which may be anything. Much is read in a thread of its own, so that the event
 * loop goes on, and of its objects only `fields` come from there, if they're named. Rejects with
 * 'unsupported' for what's no JSON and for more than anybody needs, or with the signal's reason.
 */
export async function readJson(
  text: string,
  fields: readonly string[] | null,
  signal: AbortSignal,
): Promise<unknown> {
  if (text.length > ON_THIS_THREAD_CHARS) return await readElsewhere({ text, fields }, signal)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SegueError('unsupported', 'no JSON', { cause })
  }
}

async function readElsewhere(request: JsonRequest, signal: AbortSignal): Promise<unknown> {
  using _turn = await THREADS.take('', signal)
  const worker = new Worker(new URL('./json-thread.ts', import.meta.url))
  const ended = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)])
  try {
    const reply = await new Promise<JsonReply>((resolve, reject) => {
      ended.addEventListener('abort', () => reject(ended.reason), { once: true })
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the reader has ended')))
      worker.postMessage(request)
    })
    if ('fault' in reply)
      throw new SegueError('unsupported', reply.fault === 'much' ? TOO_MUCH : 'no JSON')
    return reply.value
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof SegueError) throw cause
    throw new SegueError('unsupported', 'unreadable', { cause })
  } finally {
    await worker.terminate()
  }
}
