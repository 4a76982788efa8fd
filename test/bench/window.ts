import type { Show, Venue } from '../demo/show.ts'
import { type Lateness, latenessesOf } from '../support/lateness.ts'
import { percentile } from '../support/percentiles.ts'
import type { BareLoops } from './bare-loops.ts'
import { perFrame, readTime, type ThreadTime, total, usedBetween } from './thread-time.ts'

/** What the bot did while `players` played, seen from the voice server. */
export interface Window {
  readonly players: number
  /** CPU time of the whole bot process, in µs for each 20 ms frame that arrived. */
  readonly cpuUsPerFrame: number
  /** The same by threads. */
  readonly threadUsPerFrame: ThreadTime
  /** Of one core. */
  readonly cpuPercent: number
  readonly frames: number
  /** Frames that never arrived: their sequence numbers are missing, or they weren't sent when due. */
  readonly missing: number
  readonly plaintext: number
  /** Against each stream's own grid, in ms. */
  readonly lateness: Lateness
  readonly rssMb: number
}

/** Windows of one number of players, and the bare loops run between them, while the music went on. */
export interface Series {
  readonly players: number
  readonly windows: readonly Window[]
  readonly bare: readonly BareLoops[]
}

const FRAME_MS = 20

/** Watches the bot for `ms` while music plays in the venues. */
export async function measure(show: Show, venues: readonly Venue[], ms: number): Promise<Window> {
  const traffic = () =>
    venues.map(({ guild }) => show.discord.voice.traffic(guild.id, show.discord.botUserId))
  const before = traffic()
  const cpuBefore = await readTime(show.bot.pid)
  const startedAtMs = performance.now()
  await Bun.sleep(ms)
  const cpu = usedBetween(cpuBefore, await readTime(show.bot.pid))
  const cpuMs = total(cpu)
  const elapsedMs = performance.now() - startedAtMs
  const after = traffic()
  const { rssBytes } = await show.bot.usage()

  const gained = (value: (of: (typeof after)[number]) => number) =>
    after.reduce((sum, now, i) => sum + value(now) - value(before[i] ?? now), 0)
  const lateness = after.flatMap((now, i) =>
    latenessesOf(now.latenessMs.subarray(before[i]?.packets ?? 0)),
  )
  const frames = gained(({ audioPackets }) => audioPackets)
  return {
    players: venues.length,
    cpuUsPerFrame: (cpuMs * 1000) / Math.max(1, frames),
    threadUsPerFrame: perFrame(cpu, frames),
    cpuPercent: (cpuMs / elapsedMs) * 100,
    frames,
    missing: gained(({ missing }) => missing) + shortfall(frames, venues.length, elapsedMs),
    plaintext: gained(({ plaintextFrames }) => plaintextFrames),
    lateness: latenessOf(lateness),
    rssMb: rssBytes / 1024 ** 2,
  }
}

/** Frames that should have been sent; the ends of a window may cut one off in each stream. */
function shortfall(frames: number, players: number, elapsedMs: number): number {
  return Math.max(0, Math.floor(elapsedMs / FRAME_MS - 2) * players - frames)
}

function latenessOf(values: readonly number[]): Lateness {
  return {
    p50: percentile(values, 0.5),
    p99: percentile(values, 0.99),
    p999: percentile(values, 0.999),
    max: percentile(values, 1),
  }
}
