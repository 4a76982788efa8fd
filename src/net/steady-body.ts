import type { Clock } from '../base/clock.ts'
import { hostOf, type Opened } from './http-answer.ts'
import { NetError } from './net-error.ts'

/** How long a reader waits. */
export interface Patience {
  readonly clock: Clock
  /** A connection counts as dropped when a reader waits on it this long, even if it drips. */
  readonly stallTimeoutMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * What must come while a reader waits for `stallTimeoutMs`, 4 kbit/s at the usual 8 s: less than the lowest
 * bitrate of any sound that is streamed (Opus: 6 kbit/s, RFC 6716, 2.1.1).
 */
const FLOWING_BYTES = 4096
/** Enough to tell markup from audio. */
const SNIFF_BYTES = 512

/** The first bytes of an answer, which stay with it, as one chunk. */
export async function peek(opened: Opened, patience: Patience): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const { clock, stallTimeoutMs, signal } = patience
  // One limit for all chunks: a server that drips must not delay whoever waits for the first sound.
  const endsAt = clock.now() + stallTimeoutMs
  for (let size = 0; size < SNIFF_BYTES; ) {
    const next = await nextOf(opened, endsAt - clock.now(), clock, signal)
    if (next.done === true) break
    chunks.push(next.value)
    size += next.value.length
    if (!mayBeText(chunks)) break
  }
  const head = Buffer.concat(chunks)
  if (head.length > 0) opened.peeked.push(head)
  return head
}

/** Whether more bytes could still turn out to be a page or a playlist: so far only text. */
function mayBeText(chunks: readonly Uint8Array[]): boolean {
  return chunks.every((chunk) =>
    chunk.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d)),
  )
}

/** The body from the asked offset on; throws when it stalls, or drips. */
export async function* steady(
  opened: Opened,
  { clock, stallTimeoutMs, signal }: Patience,
): AsyncGenerator<Uint8Array> {
  let skip = opened.skip
  let bytes = 0
  // The time counts only while a reader waits: one that has enough doesn't ask.
  let waitedMs = 0
  for (;;) {
    const askedAt = clock.now()
    const next = await nextOf(opened, stallTimeoutMs - waitedMs, clock, signal)
    if (next.done === true) return
    const { value } = next
    bytes += value.length
    waitedMs += clock.now() - askedAt
    if (bytes >= FLOWING_BYTES) bytes = waitedMs = 0
    if (value.length > skip) yield skip === 0 ? value : value.subarray(skip)
    skip = Math.max(0, skip - value.length)
  }
}

/** The next chunk, or 'source-timeout' when none comes in time; the connection is closed then. */
function nextOf(
  opened: Opened,
  limitMs: number,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<Uint8Array>> {
  const looked = opened.peeked.shift()
  if (looked !== undefined) return Promise.resolve({ done: false, value: looked })
  return new Promise((resolve, reject) => {
    const fail = (reason: unknown) => {
      opened.response.cancel()
      settle(() => reject(reason))
    }
    const onAbort = () => fail(signal?.reason)
    const timer = clock.after(limitMs, () =>
      fail(new NetError('source-timeout', `${hostOf(opened)}: stalled`)),
    )
    const settle = (answer: () => void) => {
      timer[Symbol.dispose]()
      signal?.removeEventListener('abort', onAbort)
      answer()
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted === true) onAbort()
    opened.body.next().then(
      (result) => settle(() => resolve(result)),
      (error) => settle(() => reject(error)),
    )
  })
}
