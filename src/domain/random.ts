/**
 * A sequence of numbers in [0, 1) that depends only on a seed, so that a shuffle is a pure
 * function. Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, one full period.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
