/**
 * A short digest of each Opus frame, silence frames left out: two lists are equal only if the audio is
 * bit-exact, and a list that differs can still be read.
 */
export function digests(frames: Iterable<Uint8Array>): string[] {
  const audio = [...frames].filter((frame) => Buffer.compare(frame, SILENCE) !== 0)
  return audio.map((frame) => Bun.hash(frame).toString(16))
}

const SILENCE = Uint8Array.of(0xf8, 0xff, 0xfe)
