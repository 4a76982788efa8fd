import type { ErrorCode } from '../domain/errors.ts'

export interface JoinLimits {
  /** Servers in whose channels the bot is at once. */
  readonly players: number
  /** Of these, how many have room in the engine's memory. */
  readonly playersInMemory: number
  /** Resident memory, in MiB, over which nobody new is taken. */
  readonly memoryMb: number
}

/** Why no further server may be joined while `playing` are; null: one may. Who plays already is left alone. */
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
