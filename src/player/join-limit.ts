import type { ErrorCode } from '../base/error.ts'

export interface JoinLimits {
  /** The most servers whose channels the bot is in at once. */
  readonly players: number
  /** The most players whose buffers fit the engine's memory. */
  readonly playersInMemory: number
  /** Resident memory, in MiB, above which no new server is taken. */
  readonly memoryMb: number
}

/**
 * Why no further server may be joined while `playing` are; null: one may. Servers that already play
 * aren't affected.
 */
export function joinLimit(
  limits: JoinLimits,
  usedMb: () => number,
): (playing: number) => ErrorCode | null {
  return (playing) => {
    if (playing >= limits.players) return 'too-many-players'
    if (playing >= limits.playersInMemory || usedMb() > limits.memoryMb) return 'memory-full'
    return null
  }
}
