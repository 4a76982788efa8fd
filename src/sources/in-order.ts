/** Sorting so many takes a few milliseconds. */
const RUN = 1_000

/**
 * The items in order, as they're asked for. The event loop goes on in between, however many there
 * are: runs are sorted one in a turn, and merged only as far as somebody takes them.
 */
export async function* inOrder<T>(
  items: readonly T[],
  compare: (a: T, b: T) => number,
): AsyncGenerator<T, void> {
  const runs: T[][] = []
  for (let from = 0; from < items.length; from += RUN) {
    if (from > 0) await new Promise((resolve) => setImmediate(resolve))
    runs.push(items.slice(from, from + RUN).sort((a, b) => compare(b, a)))
  }
  // Each run is sorted backwards, so that its least is the last, which is cheap to take.
  for (let left = items.length; left > 0; left--) {
    const least = runs.reduce((best, run) => (precedes(run, best, compare) ? run : best))
    yield least.pop() as T
  }
}

function precedes<T>(run: readonly T[], best: readonly T[], compare: (a: T, b: T) => number) {
  const one = run.at(-1)
  const other = best.at(-1)
  if (one === undefined) return false
  return other === undefined || compare(one, other) < 0
}
