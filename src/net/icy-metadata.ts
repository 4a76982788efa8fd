/** More than any station puts between two titles; a larger number isn't an interval. */
const MAX_INTERVAL_BYTES = 1024 * 1024

/**
 * Reads an `icy-metaint`: bytes of sound between two blocks of metadata; null for a missing or
 * impossible one.
 */
export function metadataInterval(text: string | null): number | null {
  const bytes = text !== null && /^\d{1,8}$/.test(text) ? Number(text) : 0
  return bytes > 0 && bytes <= MAX_INTERVAL_BYTES ? bytes : null
}

/**
 * A station's sound without the metadata that it mixes in after every `interval` bytes: a byte that
 * counts blocks of sixteen, then these (SHOUTcast protocol). Some stations send it unasked.
 */
export async function* withoutMetadata(
  body: AsyncIterable<Uint8Array>,
  interval: number,
): AsyncGenerator<Uint8Array> {
  let sound = interval
  let metadata = 0
  for await (const chunk of body) {
    for (let at = 0; at < chunk.length; ) {
      if (metadata > 0) {
        const skipped = Math.min(metadata, chunk.length - at)
        metadata -= skipped
        at += skipped
      } else if (sound === 0) {
        metadata = 16 * (chunk[at] ?? 0)
        sound = interval
        at++
      } else {
        const bytes = chunk.subarray(at, at + sound)
        sound -= bytes.length
        at += bytes.length
        yield bytes
      }
    }
  }
}
