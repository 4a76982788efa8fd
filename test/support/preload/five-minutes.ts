import { leapAtSignal } from './leap.ts'

/** Preloaded by `bun --preload`: at SIGUSR2 whatever is due in two to five minutes is due at once. */
leapAtSignal(120_000, 300_000)
