import type { Socket } from 'node:net'
import { NetError } from './net-error.ts'
import { HeadReader, type ResponseHead } from './response-head.ts'

/** An answer whose head was read; `chunks` are the bytes behind it, framing and all. */
export interface Answer {
  readonly socket: Socket
  readonly head: ResponseHead
  readonly chunks: AsyncGenerator<Uint8Array>
}

/** Answers before the answer (RFC 9110, 15.2): servers send one or two, and a flood keeps a thread busy. */
const MAX_INTERIM_ANSWERS = 20

/**
 * Reads heads from a socket until one is the answer to what was asked. Otherwise the socket is
 * destroyed, and it rejects with its error, or a 'http-status' for 101.
 */
export async function answerOf(socket: Socket): Promise<Answer> {
  const input: AsyncIterator<Uint8Array> = socket[Symbol.asyncIterator]()
  let rest: Uint8Array | null = null
  try {
    for (let interim = 0; interim <= MAX_INTERIM_ANSWERS; interim++) {
      const reader = new HeadReader()
      let behind: Uint8Array | null = rest === null ? null : reader.push(rest)
      while (behind === null) {
        const next = await input.next()
        if (next.done === true) throw new Error('closed before an answer')
        behind = reader.push(next.value)
      }
      const { head } = reader
      if (head === null) throw new Error('no HTTP')
      // 101 hands over the bare socket, which wasn't asked for.
      if (head.status === 101) throw new NetError('http-status', null, { status: 101 })
      if (head.status >= 200) return { socket, head, chunks: from(behind, input) }
      rest = behind
    }
    throw new Error('interim answers without end')
  } catch (error) {
    socket.destroy()
    throw error
  }
}

async function* from(
  first: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value
}
