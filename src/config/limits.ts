import type { Machine } from './machine.ts'

/** What this process may use. */
export interface Limits {
  /** Servers in whose voice channels the bot is at once. */
  readonly players: number
  /** Buffers of all players, in MiB. */
  readonly engineMemoryMb: number
  /** Resident memory from which on no further player is taken, in MiB. */
  readonly memoryMb: number
}

/**
 * What one player's buffers can come to, in MiB: 0.25 of compressed bytes ahead of its decoder (`Pace` in the
 * engine) and a chunk over it, and under 1 of decoded and encoded sound; the rest is what allocators keep,
 * and the next track, which is open as well for the last half minute of the current one.
 * `bun run bench` measures it ("memory a … player"): the limit assumes the most.
 */
export const PLAYER_BUFFERS_MB = 3

/** The defaults: four fifths of the memory, a quarter of that for the engine … */
const MEMORY_SHARE = 0.8
const ENGINE_SHARE = 0.25
/** … and four fifths of the processors, at which nothing was missing in `bun run bench`. */
const PROCESSOR_SHARE = 0.8
/**
 * What a player takes of a core while it decodes MP3 and encodes Opus at the full complexity, the most
 * of what the engine does by itself: 217 µs of the whole process per frame with 40 players, on two
 * cores of an AMD EPYC in November 2026 (`bun run bench`, "CPU a frame, MP3"). A player whose
 * packets pass through takes an eighth of it: `MAX_PLAYERS` is for hosts who know what theirs play.
 */
const FRAME_CPU_US = 217
const FRAMES_PER_SECOND = 50
const PLAYERS_PER_CORE = (PROCESSOR_SHARE * 1_000_000) / (FRAME_CPU_US * FRAMES_PER_SECOND)

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

/** As many as the processors carry, and never more than fit in the engine's memory. */
export function defaultPlayers({ cores }: Machine, engineMemoryMb: number): number {
  const byCores = Math.max(1, Math.floor(cores * PLAYERS_PER_CORE))
  return Math.max(1, Math.min(byCores, playersWithin(engineMemoryMb)))
}

/** How many players' buffers fit in that much memory. */
export function playersWithin(engineMemoryMb: number): number {
  return Math.floor(engineMemoryMb / PLAYER_BUFFERS_MB)
}
