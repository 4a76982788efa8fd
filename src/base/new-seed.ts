/** A random seed, for what only depends on its seed. */
export const newSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0
