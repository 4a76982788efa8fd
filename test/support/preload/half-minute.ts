import { leapAtSignal } from './leap.ts'

/** Preloaded by `bun --preload`: at SIGUSR2 whatever is due in sixteen to thirty seconds is due at once. */
leapAtSignal(16_000, 30_000)
