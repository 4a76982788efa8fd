/** No service is left alone longer, whatever it asks for. */
export const MOST_RETRY_AFTER_MS = 10 * 60_000

/** The pause that a `Retry-After` asks for (RFC 9110, 10.2.3): seconds, or a date; null: none. */
export function retryAfterMs(value: string | null, nowMs: number): number | null {
  if (value === null) return null
  const text = value.trim()
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1_000, MOST_RETRY_AFTER_MS)
  const ms = / GMT$/.test(text) ? Date.parse(text) - nowMs : Number.NaN
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), MOST_RETRY_AFTER_MS)
}
