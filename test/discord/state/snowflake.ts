/** 2015-01-01T00:00:00Z, where Discord's ids start counting. */
export const DISCORD_EPOCH_MS = 1_420_070_400_000

let last = 0n

/**
 * A new id, strictly greater than every id before it: milliseconds since Discord's epoch in the
 * upper 42 bits (docs: Reference, "Snowflakes").
 */
export function newSnowflake(): string {
  const now = BigInt(Date.now() - DISCORD_EPOCH_MS) << 22n
  last = now > last ? now : last + 1n
  return last.toString()
}
