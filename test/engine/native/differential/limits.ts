import type { Comparison } from './comparison.ts'

/** Within what a file must sound as FFmpeg decodes it. */
export interface Limits {
  /** Samples at the end, fewest and most. */
  readonly missing: readonly [number, number]
  readonly late: readonly [number, number]
  readonly louderDb: number
  readonly signalToErrorDb: number
  readonly worstDb: number
}

export const USUAL: Limits = {
  // The last frame is filled up, and libopus' delay may take one more.
  missing: [-1_930, 48],
  // A millisecond: Matroska rounds to one.
  late: [-48, 48],
  louderDb: 0.2,
  signalToErrorDb: 25,
  worstDb: 15,
}

/** What is beyond its limit, each in a line; none when all is well. */
export function faults(found: Comparison, limits: Limits): string[] {
  const rounded = (values: readonly number[]) => values.map((value) => value.toFixed(1)).join(' / ')
  const within = ([least, most]: readonly [number, number], value: number) =>
    value >= least && value <= most
  const told: [boolean, string][] = [
    [
      within(limits.missing, found.missing),
      `samples missing at the end: expected ${limits.missing.join(' to ')}, came ${found.missing}`,
    ],
    [
      within(limits.late, found.late),
      `samples late: expected ${limits.late.join(' to ')}, came ${found.late}`,
    ],
    [
      found.louderDb.every((db) => Math.abs(db) <= limits.louderDb),
      `dB louder, left / right: expected within ${limits.louderDb}, came ${rounded(found.louderDb)}`,
    ],
    [
      found.signalToErrorDb.every((db) => db >= limits.signalToErrorDb),
      `dB of signal to error: expected ${limits.signalToErrorDb}, came ${rounded(found.signalToErrorDb)}`,
    ],
    [
      found.worstDb.every((db) => db >= limits.worstDb),
      `dB in the worst 0.1 s: expected ${limits.worstDb}, came ${rounded(found.worstDb)} at ${rounded(found.worstAtS)} s`,
    ],
  ]
  return told.flatMap(([good, fault]) => (good ? [] : [fault]))
}
