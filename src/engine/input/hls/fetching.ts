import { createDecipheriv, type Decipheriv } from 'node:crypto'
import { SegueError } from '../../../base/error.ts'
import type { AddressPolicy } from '../../../net/address-policy.ts'
import { request } from '../../../net/http.ts'
import { NetError } from '../../../net/net-error.ts'
import type { Resource, Segment } from './playlist.ts'

/** How a stream's parts are asked for. */
export interface Fetching {
  readonly policy: AddressPolicy
  readonly headers: Readonly<Record<string, string>>
  readonly via?: string
}

/** A window of hours has some 100 kB. */
const MOST_LIST_BYTES = 1024 ** 2
/** Ten seconds of a film. */
const MOST_SEGMENT_BYTES = 64 * 1024 ** 2
/** A part of a stream that isn't here by then is too late to be heard. */
const PART_WITHIN_MS = 20_000
const KEY_BYTES = 16

export async function fetchList(
  url: string,
  how: Fetching,
  signal: AbortSignal,
): Promise<{ readonly text: string; readonly url: string }> {
  const { bytes, url: from } = await fetchWhole({ url, range: null }, how, MOST_LIST_BYTES, signal)
  return { text: Buffer.from(bytes).toString('utf8'), url: from }
}

/** The segment's bytes, as they come; rejects with a `NetError`, or a `SegueError` 'drm'. */
export async function* fetchSegment(
  { resource, key, sequence }: Segment,
  how: Fetching,
  keys: Keys,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (key === 'other') throw new SegueError('drm', 'a stream’s key')
  const { body } = await ask(resource, how, MOST_SEGMENT_BYTES, signal)
  if (key === null) {
    yield* body
    return
  }
  // Without an IV it's the sequence number, in 128 bits (RFC 8216, 5.2).
  const iv = key.iv ?? Buffer.from(sequence.toString(16).padStart(32, '0'), 'hex')
  const decipher = createDecipheriv('aes-128-cbc', await keys.of(key.url, how, signal), iv)
  for await (const chunk of body) yield decipher.update(chunk)
  yield lastOf(decipher)
}

function lastOf(decipher: Decipheriv): Uint8Array {
  try {
    return decipher.final()
  } catch (cause) {
    throw new NetError('source-lost', 'a segment’s key is another', { cause })
  }
}

export const fetchMap = async (map: Resource, how: Fetching, signal: AbortSignal) =>
  (await fetchWhole(map, how, MOST_LIST_BYTES, signal)).bytes

/** The keys of one stream, of which the last is remembered. */
export class Keys {
  #last: { readonly url: string; readonly key: Uint8Array } | null = null

  async of(url: string, how: Fetching, signal: AbortSignal): Promise<Uint8Array> {
    if (this.#last?.url !== url) {
      const { bytes } = await fetchWhole({ url, range: null }, how, KEY_BYTES, signal)
      if (bytes.length !== KEY_BYTES) throw new NetError('source-lost', 'a key of another length')
      this.#last = { url, key: bytes }
    }
    return this.#last.key
  }
}

async function fetchWhole(resource: Resource, how: Fetching, most: number, signal: AbortSignal) {
  const { body, url } = await ask(resource, how, most, signal)
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return { bytes: new Uint8Array(Buffer.concat(chunks)), url }
}

async function ask(
  { url, range }: Resource,
  { policy, headers, via }: Fetching,
  most: number,
  signal: AbortSignal,
) {
  const late = AbortSignal.timeout(PART_WITHIN_MS)
  const asked = range && { range: `bytes=${range.from}-${range.from + range.length - 1}` }
  const answer = await request(url, {
    ...{ policy, headers: { ...headers, ...asked } },
    ...(via === undefined ? {} : { via }),
    signal: AbortSignal.any([signal, late]),
  }).catch((error: unknown) => {
    throw late.aborted && !signal.aborted ? tooLate(url) : error
  })
  const { status } = answer
  if (status !== 200 && status !== 206) {
    answer.cancel()
    throw new NetError('http-status', String(status), { status })
  }
  // A server without ranges sends the whole file.
  const skip = range !== null && status === 200 ? range.from : 0
  const length = range?.length ?? most
  return { url: answer.url, body: bounded(answer.body, { skip, length, late, most, url }) }
}

interface Bounds {
  readonly skip: number
  readonly length: number
  readonly most: number
  readonly late: AbortSignal
  readonly url: string
}

/** Leaving it closes the connection. */
async function* bounded(
  body: AsyncIterable<Uint8Array>,
  { skip, length, most, late, url }: Bounds,
): AsyncGenerator<Uint8Array> {
  let at = 0
  try {
    for await (const chunk of body) {
      const part = chunk.subarray(Math.max(0, skip - at), Math.max(0, skip + length - at))
      at += chunk.length
      if (at > skip + most) throw new NetError('source-lost', 'a part of a stream is too long')
      if (part.length > 0) yield part
      if (at >= skip + length && length < most) return
    }
  } catch (error) {
    throw late.aborted ? tooLate(url) : error
  }
}

const tooLate = (url: string) => new NetError('source-timeout', URL.parse(url)?.host ?? null)
