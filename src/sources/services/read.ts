import { Worker } from 'node:worker_threads'
import { Turns } from '../turns.ts'
import { type Answer, type Asked, answerOf } from './answer.ts'
import { READERS, type ReaderName } from './readers.ts'

/** What a thread is asked to read. */
export interface Reading {
  readonly reader: ReaderName
  readonly text: string
  readonly asked: Asked
}

/** A text that's made to be slow takes a millisecond for each 8,000 characters. */
const ON_THIS_THREAD_CHARS = 128 * 1024
/** Each thread takes some 20 MB. */
const THREADS = new Turns({ atOnce: 3, perServer: 3, waitingPerServer: 60 })
/** Many times what the most takes on a busy machine. */
const WITHIN_MS = 10_000

/**
 * Reads what a service answered. Much is read in a thread of its own, so that the event loop goes on.
 * What can't be read fails with 'unsupported'. Rejects with the signal's reason alone.
 */
export async function read(reading: Reading, signal: AbortSignal): Promise<Answer> {
  const isLong = reading.text.length > ON_THIS_THREAD_CHARS
  return isLong ? await readElsewhere(reading, signal) : readHere(reading)
}

/** What's no JSON fails with 'unsupported'. */
export function readHere({ reader, text, asked }: Reading): Answer {
  try {
    return READERS[reader](text, asked)
  } catch {
    return answerOf({ failure: 'unsupported' })
  }
}

async function readElsewhere(reading: Reading, signal: AbortSignal): Promise<Answer> {
  using _turn = await THREADS.take('', signal)
  const worker = new Worker(new URL('./read-worker.ts', import.meta.url))
  const late = AbortSignal.timeout(WITHIN_MS)
  const ended = AbortSignal.any([signal, late])
  try {
    return await new Promise<Answer>((resolve, reject) => {
      ended.addEventListener('abort', () => reject(ended.reason), { once: true })
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the reader has ended')))
      worker.postMessage(reading)
    })
  } catch {
    signal.throwIfAborted()
    return answerOf({ failure: 'unsupported' })
  } finally {
    await worker.terminate()
  }
}
