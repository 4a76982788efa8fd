import { SegueError } from '../../base/error.ts'
import type { ByteSource } from '../input/byte-source.ts'

/** A larger index is a lie or belongs to a film. */
const MAX_MOOV_BYTES = 64 * 1024 * 1024
/**
 * The most top-level boxes to look at: files have a handful, or thousands when fragmented, but then
 * the index comes first.
 */
const MAX_TOP_BOXES = 32
/**
 * Boxes below 'moov' that lead to the chunk offsets, each in the one before (ISO/IEC 14496-12,
 * section 8).
 */
const CONTAINERS = ['trak', 'mdia', 'minf', 'stbl']

interface Box {
  readonly type: string
  readonly offset: number
  /** Header included. */
  readonly size: number
}

/**
 * An MP4 file as a stream that can be decoded on a pipe: where the index ('moov') lies behind the
 * samples, it's sent first, with its chunk offsets moved by its own length. Only the index is kept
 * in memory. Without ranges the bytes are passed on unchanged.
 */
export async function* streamable(
  bytes: ByteSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const late = await lateIndex(bytes, signal)
  if (late === null) {
    yield* bytes.read(0, signal)
    return
  }
  const { moov, mdatOffset } = late
  const index = await readExactly(bytes, moov.offset, moov.size, signal)
  shiftChunkOffsets(index, moov.size)
  yield* range(bytes, 0, mdatOffset, signal)
  yield index
  yield* range(bytes, mdatOffset, moov.offset - mdatOffset, signal)
}

/** The index and the first samples, if the index comes last. */
async function lateIndex(
  bytes: ByteSource,
  signal: AbortSignal,
): Promise<{ moov: Box; mdatOffset: number } | null> {
  if (!bytes.seekable || bytes.lengthBytes === null) return null
  let mdatOffset: number | null = null
  let offset = 0
  for (let n = 0; n < MAX_TOP_BOXES && offset + 8 <= bytes.lengthBytes; n++) {
    const box = await boxAt(bytes, offset, signal)
    if (box === null) return null
    if (box.type === 'moov') return mdatOffset === null ? null : { moov: checked(box), mdatOffset }
    if (box.type === 'mdat') mdatOffset ??= offset
    offset += box.size
  }
  return null
}

function checked(moov: Box): Box {
  if (moov.size > MAX_MOOV_BYTES) throw new SegueError('decode-failed', 'the index is too large')
  return moov
}

async function boxAt(bytes: ByteSource, offset: number, signal: AbortSignal): Promise<Box | null> {
  const header = Buffer.from(await readExactly(bytes, offset, 16, signal))
  if (header.length < 8) return null
  const type = header.toString('latin1', 4, 8)
  const size32 = header.readUInt32BE(0)
  if (size32 === 0) return { type, offset, size: (bytes.lengthBytes ?? 0) - offset }
  if (size32 !== 1) return size32 < 8 ? null : { type, offset, size: size32 }
  if (header.length < 16) return null
  const size = Number(header.readBigUInt64BE(8))
  return size < 16 || !Number.isSafeInteger(size) ? null : { type, offset, size }
}

/**
 * Adds `by` to every chunk offset in `moov` ('stco' 32 bit, 'co64' 64 bit: ISO/IEC 14496-12,
 * section 8.7.5). Bounds are checked at every step: the bytes are a stranger's.
 */
export function shiftChunkOffsets(moov: Uint8Array, by: number): void {
  const view = Buffer.from(moov.buffer, moov.byteOffset, moov.byteLength)
  const walk = (start: number, end: number, inside: readonly string[]): void => {
    const [container] = inside
    for (let at = start; at + 8 <= end; ) {
      const size = view.readUInt32BE(at)
      if (size < 8 || at + size > end) return
      const type = view.toString('latin1', at + 4, at + 8)
      if (type === container) walk(at + 8, at + size, inside.slice(1))
      if (type === 'stco' || type === 'co64') shiftTable(view, at, at + size, type === 'co64', by)
      at += size
    }
  }
  if (view.length >= 16) walk(view.readUInt32BE(0) === 1 ? 16 : 8, view.length, CONTAINERS)
}

function shiftTable(view: Buffer, start: number, end: number, wide: boolean, by: number): void {
  if (start + 16 > end) return
  const count = view.readUInt32BE(start + 12)
  const width = wide ? 8 : 4
  for (let n = 0, at = start + 16; n < count && at + width <= end; n++, at += width) {
    if (wide) view.writeBigUInt64BE(BigInt.asUintN(64, view.readBigUInt64BE(at) + BigInt(by)), at)
    else view.writeUInt32BE((view.readUInt32BE(at) + by) >>> 0, at)
  }
}

/** The `length` bytes at `offset`, fewer at the end of the file. */
async function readExactly(
  bytes: ByteSource,
  offset: number,
  length: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of range(bytes, offset, length, signal)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* range(
  bytes: ByteSource,
  offset: number,
  length: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let left = length
  if (left <= 0) return
  for await (const chunk of bytes.read(offset, signal)) {
    yield chunk.length <= left ? chunk : chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) return
  }
}
