import type { Clock } from '../base/clock.ts'

/** What `work` gives; rejects when it takes longer than `ms`. */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  using _limit = clock.after(ms, () => late.reject(new Error(`not within ${ms} ms`)))
  return await Promise.race([work, late.promise])
}
