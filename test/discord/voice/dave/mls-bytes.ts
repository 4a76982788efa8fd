/** Variable-length vectors as MLS writes them (RFC 9420 §2.1.2; lengths as RFC 9000 §16, minimal). */

/** A vector: its length, then the bytes. */
export function vector(bytes: Uint8Array): Buffer {
  return Buffer.concat([encodeLength(bytes.length), bytes])
}

/** The vector at `offset`, and where it ends. */
export function readVector(bytes: Uint8Array, offset: number): { value: Uint8Array; end: number } {
  const first = bytes[offset] ?? 0
  const lengthBytes = 1 << (first >> 6)
  let length = first & 0x3f
  for (let i = 1; i < lengthBytes; i++) length = length * 256 + (bytes[offset + i] ?? 0)
  const start = offset + lengthBytes
  if (start + length > bytes.length) throw new RangeError('an MLS vector longer than its message')
  return { value: bytes.subarray(start, start + length), end: start + length }
}

/** The items of a vector's content, whose lengths only their decoder knows. */
export function splitVector(
  content: Uint8Array,
  itemLength: (bytes: Uint8Array) => number,
): Uint8Array[] {
  const items: Uint8Array[] = []
  for (let rest = content; rest.length > 0; ) {
    const length = itemLength(rest)
    items.push(rest.subarray(0, length))
    rest = rest.subarray(length)
  }
  return items
}

function encodeLength(length: number): Uint8Array {
  if (length < 0x40) return Uint8Array.of(length)
  if (length < 0x4000) return Uint8Array.of(0x40 | (length >> 8), length & 0xff)
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE((length | 0x8000_0000) >>> 0)
  return bytes
}
