import type { Clock } from './clock.ts'

/**
 * What `work` gives. After `ms` it's what `late` gives or throws instead, and nobody waits for `work`
 * any more, so a later rejection of it is nobody's.
 */
export async function within<T, Late>(
  clock: Clock,
  ms: number,
  work: Promise<T>,
  late: () => Late,
): Promise<T | Late> {
  const over = Promise.withResolvers<Late>()
  using _deadline = clock.after(ms, () => over.resolve(Promise.try(late)))
  work.catch(() => {})
  return await Promise.race([work, over.promise])
}
