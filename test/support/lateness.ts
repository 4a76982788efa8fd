/** A delay that stays for this many frames is a stall that the sender re-based after: it counts once. */
const STALL_FRAMES = 25
const STALL_MS = 60

/** Times in ms. */
export interface Lateness {
  readonly p50: number
  readonly p99: number
  readonly p999: number
  readonly max: number
}

/**
 * How late each frame of one talk spurt came, in ms. `offsets` are arrival less RTP time, in ms, in order of
 * arrival, from any origin. The grid runs through the earliest frame; after a stall that the sender did not make
 * up for it starts anew, so that a stall counts once, for the frame that ended it.
 */
export function latenessesOf(offsets: ArrayLike<number>): number[] {
  const latenesses: number[] = []
  let start = 0
  for (let i = 1; i <= offsets.length; i++) {
    if (i < offsets.length && !isRebased(offsets, start, i)) continue
    const grid = least(offsets, start, i)
    // The frame that ended a stall was late on the old grid, and was counted there.
    for (let j = start === 0 ? 0 : start + 1; j < i; j++) latenesses.push((offsets[j] ?? 0) - grid)
    if (i < offsets.length) latenesses.push((offsets[i] ?? 0) - grid)
    start = i
  }
  return latenesses
}

/** Whether the sender began a new grid with frame `at`: it and all of the next half second came late. */
function isRebased(offsets: ArrayLike<number>, start: number, at: number): boolean {
  const step = (offsets[at] ?? 0) - (offsets[at - 1] ?? 0)
  if (step < STALL_MS) return false
  const before = least(offsets, Math.max(start, at - STALL_FRAMES), at)
  return least(offsets, at, Math.min(offsets.length, at + STALL_FRAMES)) - before >= STALL_MS
}

function least(values: ArrayLike<number>, from: number, to: number): number {
  let found = Number.POSITIVE_INFINITY
  for (let i = from; i < to; i++) found = Math.min(found, values[i] ?? found)
  return found
}
