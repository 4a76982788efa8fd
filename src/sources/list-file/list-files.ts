import { Worker } from 'node:worker_threads'
import { SegueError } from '../../base/error.ts'
import { PLAYLIST_LIMITS } from '../../domain/playlist.ts'
import type { AddressPolicy } from '../../net/address-policy.ts'
import { request } from '../../net/http.ts'
import type { ListFile, ListFiles as Port } from '../../player/ports.ts'
import { asFailure } from '../failure.ts'
import type { FreshLink } from '../http/http.ts'
import { charsetOf } from '../text-bytes.ts'
import { USER_AGENT } from '../user-agent.ts'
import type { ListBytes, ListFault } from './parse.ts'

/** Ten thousand entries of the wordiest exporter take about 4 MiB. */
const MAX_BYTES = 8 * 1024 * 1024
const FETCHED_WITHIN_MS = 30_000
/** Many times what the largest file takes on a busy machine. */
const READ_WITHIN_MS = 20_000
/** Files that are read at once: each has a thread of its own. */
const AT_ONCE = 4

/** Files of playlists: fetched through the guard, and read in a thread of their own that may be ended. */
export class ListFiles implements Port {
  readonly #policy: AddressPolicy
  readonly #freshLink: FreshLink
  #reading = 0

  constructor(policy: AddressPolicy, freshLink: FreshLink) {
    this.#policy = policy
    this.#freshLink = freshLink
  }

  async read({ url, name }: { url: string; name: string }, signal: AbortSignal): Promise<ListFile> {
    if (this.#reading >= AT_ONCE) throw new SegueError('finding-full', 'files')
    this.#reading++
    try {
      const { bytes, charset } = await this.#download(url, signal)
      const read = await parsed({ bytes, name, charset, most: PLAYLIST_LIMITS.entries }, signal)
      if (typeof read === 'string') throw new SegueError(read)
      return read
    } finally {
      this.#reading--
    }
  }

  async #download(link: string, signal: AbortSignal) {
    const late = AbortSignal.timeout(FETCHED_WITHIN_MS)
    const either = AbortSignal.any([signal, late])
    try {
      const url = await this.#freshLink(link, signal)
      const headers = { 'user-agent': USER_AGENT, accept: '*/*' }
      const answer = await request(url, { policy: this.#policy, headers, signal: either })
      if (answer.status !== 200) {
        answer.cancel()
        throw new SegueError('http-status', String(answer.status))
      }
      const charset = charsetOf(answer.headers.get('content-type'))
      return { charset, bytes: await wholeBody(answer.body) }
    } catch (error) {
      signal.throwIfAborted()
      if (late.aborted) throw new SegueError('source-timeout')
      throw asFailure(error)
    }
  }
}

/** Leaving the loop closes the connection. */
async function wholeBody(body: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > MAX_BYTES) throw new SegueError('list-file-too-big')
    chunks.push(chunk)
  }
  return Uint8Array.from(Buffer.concat(chunks))
}

/** Rejects with 'list-unreadable' when the reader takes too long or breaks down. */
async function parsed(
  file: ListBytes & { readonly bytes: Uint8Array<ArrayBuffer> },
  signal: AbortSignal,
): Promise<ListFile | ListFault> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url))
  const late = AbortSignal.timeout(READ_WITHIN_MS)
  const ended = AbortSignal.any([signal, late])
  try {
    return await new Promise((resolve, reject) => {
      ended.addEventListener('abort', () => reject(ended.reason), { once: true })
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the reader has ended')))
      worker.postMessage(file, [file.bytes.buffer])
    })
  } catch (cause) {
    signal.throwIfAborted()
    throw new SegueError('list-unreadable', null, { cause })
  } finally {
    await worker.terminate()
  }
}
