import { leapAtSignal } from './leap.ts'

/** Preloaded by `bun --preload`: at SIGUSR2 whatever is due in about a minute is due at once. */
leapAtSignal(50_000, 61_000)
