import type { Machine } from './machine.ts'

/** What the one process may use, as containers of their own had it per role. */
export interface Limits {
  /** Servers in whose voice channels the bot is at once. */
  readonly players: number
  /** Buffers of all players, in MiB. */
  readonly engineMemoryMb: number
  /** Resident memory from which on no further player is taken, in MiB. */
  readonly memoryMb: number
}

/**
 * What one player's buffers can come to, in MiB: 2 of compressed bytes ahead of its decoder
 * (`HIGH_WATER_BYTES` in the engine) and as much as a chunk over it, and under 1 of decoded and
 * encoded sound.
 */
export const PLAYER_BUFFERS_MB = 3

/** Where the host says nothing: four fifths of the memory, a quarter of that for the engine … */
const MEMORY_SHARE = 0.8
const ENGINE_SHARE = 0.25
/** … and as many players as one core is asked to serve, times the cores. */
const PLAYERS_PER_CORE = 100

/** Engine threads, one per core less one for the main thread. */
export function defaultThreads({ cores }: Machine): number {
  return Math.max(1, Math.floor(cores) - 1)
}

export function defaultMemoryMb({ memoryMb }: Machine): number {
  return Math.max(1, Math.floor(memoryMb * MEMORY_SHARE))
}

export function defaultEngineMemoryMb(memoryMb: number): number {
  return Math.max(PLAYER_BUFFERS_MB, Math.floor(memoryMb * ENGINE_SHARE))
}

/** Never more than have room in the engine's memory. */
export function defaultPlayers({ cores }: Machine, engineMemoryMb: number): number {
  const byCores = Math.max(1, Math.floor(cores * PLAYERS_PER_CORE))
  return Math.max(1, Math.min(byCores, playersWithin(engineMemoryMb)))
}

/** Players whose buffers have room in so much memory. */
export function playersWithin(engineMemoryMb: number): number {
  return Math.floor(engineMemoryMb / PLAYER_BUFFERS_MB)
}
