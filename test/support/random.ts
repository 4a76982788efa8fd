/** Mulberry32: the same numbers, from 0 to below 1, on every run. */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Bytes like `seed`: some are changed, left out, doubled, or become the largest or smallest of numbers. */
export function mutated(seed: Uint8Array, random: () => number): Buffer {
  let bytes: Buffer = Buffer.from(seed)
  for (let changes = 1 + Math.floor(random() * 6); changes > 0; changes--) {
    const at = Math.floor(random() * (bytes.length + 1))
    const size = Math.floor(random() ** 3 * 64)
    const rest = bytes.subarray(at)
    const piece = [
      () => Buffer.concat([Buffer.from([random() * 256]), rest.subarray(1)]),
      () => rest.subarray(size),
      () => Buffer.concat([rest.subarray(0, size), rest]),
      () => Buffer.concat([Buffer.alloc(4, random() < 0.5 ? 0xff : 0), rest.subarray(4)]),
      () => Buffer.alloc(0),
    ][Math.floor(random() * 4.2)]
    bytes = Buffer.concat([bytes.subarray(0, at), piece?.() ?? rest])
  }
  return bytes
}

/** `bytes` in pieces of any size. */
export function portions(bytes: Uint8Array, random: () => number): Uint8Array[] {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(random() ** 3 * 400)
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}
