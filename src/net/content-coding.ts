import { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { NetError } from './net-error.ts'

/**
 * Undoes a Content-Encoding that the server used although none was asked for (RFC 9110, 8.4.1).
 * Decodes while the body is read, so a compression bomb takes time but no memory. Throws
 * 'not-audio' for a coding that is unknown or stacked, 'source-lost' for damaged data.
 */
export function decoded(
  body: AsyncIterable<Uint8Array>,
  coding: string,
): AsyncGenerator<Uint8Array> {
  const decoder = decoderFor(coding)
  if (decoder === null) throw new NetError('not-audio', `content coding ${coding.slice(0, 40)}`)
  return pipe(body, decoder)
}

function decoderFor(coding: string) {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip()
  if (coding === 'deflate') return createInflate()
  if (coding === 'br') return createBrotliDecompress()
  return null
}

async function* pipe(
  body: AsyncIterable<Uint8Array>,
  decoder: NonNullable<ReturnType<typeof decoderFor>>,
): AsyncGenerator<Uint8Array> {
  const raw = Readable.from(body)
  raw.on('error', (error) => decoder.destroy(error))
  try {
    for await (const chunk of raw.pipe(decoder)) yield chunk as Uint8Array
  } catch (cause) {
    if (cause instanceof NetError) throw cause
    throw new NetError('source-lost', 'damaged content coding', { cause })
  } finally {
    raw.destroy()
    decoder.destroy()
  }
}
